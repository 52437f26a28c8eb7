"""Under /reports/."""

from django.urls import path

from weian.oversight.reports.views import board, exports, figures, index, summaries

urlpatterns = [
    path("", index.reports, name="reports"),
    path("figures/<str:code>/", figures.figure, name="figure"),
    path("figures/<str:code>/export/", exports.export, name="figure-export"),
    path("board/", board.board, name="board"),
    path("board/<uuid:node>/", board.board, name="board-node"),
    path("summaries/", summaries.summaries, name="summaries"),
    path("summaries/new/", summaries.new, name="summary-new"),
    path("summaries/<uuid:uid>/", summaries.summary, name="summary"),
    path("summaries/<uuid:uid>/docx/", summaries.docx, name="summary-docx"),
    path("summaries/<uuid:uid>/pdf/", summaries.pdf, name="summary-pdf"),
]
