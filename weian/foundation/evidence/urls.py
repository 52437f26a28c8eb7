from django.urls import path

from weian.foundation.evidence.views import files

urlpatterns = [
    path("<uuid:uid>/", files.file, name="file"),
    path("<uuid:uid>/view/", files.view, name="file-view"),
    path("<uuid:uid>/thumb/", files.thumb, name="file-thumb"),
]
