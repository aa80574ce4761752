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

# The maps of the register's own pages, by kind: what each shows, and what stands below it.
DRAWINGS: Final = {
    "editor": (_("Map to draw the site on"), _("The map is loading.")),
    "point": (_("Map to set the point on"), _("Click on the map to set the point; red is yours.")),
    "damage": (_("Map to mark the place on"), _("Tap the place where the damage is; red is yours.")),
    "told": (
        _("Map of the report and the sites near it"),
        _("Red: what the citizen marked. Ochre: the nearest sites. The list says the same."),
    ),
    "points": (
        _("Map of the points"),
        _("Green: the site. Red: photo points with their direction. Ochre: survey points."),
    ),
    "circles": (_("Map of the service points"), _("Each circle is the catchment. The table below says the same.")),
    "line": (_("Map of the line"), _("Green: sections. Ochre: towers. A click on the line sets a cut.")),
    "extent": (
        _("Map of what was seen"),
        _(
            "Green: seen within a year. Ochre: seen longer ago. Red and dashed: not seen. The tables below say the same."
        ),
    ),
    "history": (_("Map of both places"), _("Grey: before. Red: after.")),
    "outings": (_("Map of who is out"), _("Red: people, where they were last. Green: the sites they go to.")),
    "as-of": (_("Map of that day"), _("The map is loading.")),
}
DRAWING_WORDS: Final = {
    "nothing": _("Nothing is drawn yet."),
    "Point": _("point"),
    "LineString": _("line"),
    "Polygon": _("outline"),
    "vertices": _("vertices: {count}"),
    "cannot_edit": _("This shape has holes and cannot be changed here: draw it anew, or import it as a file."),
    "typed_shown": _("The typed positions are shown in ochre, and go before what is drawn."),
    "hint_point": _("Click where the site is."),
    "hint_linestring": _("Click along the line; click the last vertex again, or press Enter, to end."),
    "hint_polygon": _("Click around the outline; click the first vertex again, or press Enter, to close."),
    "hint_select": _("Click the shape, then drag its vertices; the small dots between add new ones."),
}
