"""How what people ask and say of sites is checked."""

from sites.forms.search import SiteSearch

__all__ = ["SiteSearch"]
