"""Under m/."""

from django.urls import path

from weian.portal.phone.views import box, home, manifest, messages, mine, pack, shell, sync

urlpatterns = [
    path("", home.home, name="phone-home"),
    path("mine/", mine.mine, name="phone-mine"),
    path("messages/", messages.messages, name="phone-messages"),
    path("manifest.webmanifest", manifest.manifest, name="phone-manifest"),
    path("field/", shell.field, name="phone-field"),
    path("scan/", shell.scan, name="phone-scan"),
    path("sw.js", shell.worker, name="phone-worker"),
    path("box/", box.box, name="phone-box"),
    path("hello/", sync.hello, name="phone-hello"),
    path("pack/", pack.pack, name="phone-pack"),
    path("sync/", sync.sync, name="phone-sync"),
    path("photos/", sync.photos, name="phone-photos"),
]
