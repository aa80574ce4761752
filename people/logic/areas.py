"""In which area somebody manages after their organisation was moved."""


def area_below(area: str, *, own: str, above: str) -> str:
    """Return the area (a division code's prefix) a manager has below an organisation of the area `above`.

    What lies inside it, or reaches beyond it on both sides, stays. What lies elsewhere becomes the organisation's `own`
    area where that is inside, else the area above.
    """
    if area.startswith(above) or above.startswith(area):
        return area
    return own if own.startswith(above) else above
