"""The words a map's script needs: MapLibre's own controls by its keys, and what to say when a tile does not come."""

from typing import Final

from django.utils.translation import gettext_lazy as _

MAP_WORDS: Final = {
    "Map.Title": _("Map"),
    "NavigationControl.ZoomIn": _("Zoom in"),
    "NavigationControl.ZoomOut": _("Zoom out"),
    "NavigationControl.ResetBearing": _("Turn north up"),
    "GeolocateControl.FindMyLocation": _("Show where I am"),
    "GeolocateControl.LocationNotAvailable": _("Your position is not available"),
    "Popup.Close": _("Close"),
    "ScaleControl.Meters": _("m"),
    "ScaleControl.Kilometers": _("km"),
    "CooperativeGesturesHandler.WindowsHelpText": _("Hold Ctrl and scroll to zoom the map"),
    "CooperativeGesturesHandler.MacHelpText": _("Hold ⌘ and scroll to zoom the map"),
    "CooperativeGesturesHandler.MobileHelpText": _("Use two fingers to move the map"),
    "failed": _("Part of the map could not be loaded. Check the connection; the table shows the same sites."),
}
