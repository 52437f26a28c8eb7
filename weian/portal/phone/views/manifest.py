"""By this file a phone installs the page. It is asked for without a cookie, and says nothing of anybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

PAPER, ACCENT = "#ffffff", "#0b5a61"  # as in ui/css/tokens.css


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    icon = {"src": static("ui/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    start = reverse("phone-home")
    content = {
        "id": start, "name": "卫安", "short_name": "卫安", "lang": "zh-CN", "dir": "ltr", "start_url": start,
        "scope": "/", "display": "standalone", "background_color": PAPER, "theme_color": ACCENT, "icons": [icon],
        "shortcuts": [{"name": "报隐患", "url": reverse("phone-hazard-new"), "icons": [icon]}],
    }  # fmt: skip
    return JsonResponse(content, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
