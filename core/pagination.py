"""Pages of API lists."""

from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    """Numbered pages; a client may ask for at most 500 rows."""

    page_size_query_param = "page_size"
    max_page_size = 500
