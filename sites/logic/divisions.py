"""Codes of administrative divisions by GB/T 2260 and GB/T 10114: what kind of division a code names."""


def kind_of(code: str) -> str:
    """Return province, city, county, township or village by the code's digits; raises ValueError for no such code."""
    if not code.isdigit():
        raise ValueError(code)
    if len(code) == 6:
        return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"
    kinds = {9: "township", 12: "village"}
    if len(code) not in kinds:
        raise ValueError(code)
    return kinds[len(code)]


def parent_of(code: str, known: set[str]) -> str | None:
    """Return the code of the next larger division that is known."""
    candidates = {6: (code[:4] + "00", code[:2] + "0000"), 9: (code[:6],), 12: (code[:9], code[:6])}.get(len(code), ())
    return next((one for one in candidates if one in known and one != code), None)


def whole_code(text: str) -> str:
    """Return the code without what a table made of it (`370800.0`), and without the zeros of larger divisions."""
    digits = text.strip().split(".")[0]
    while len(digits) > 6 and digits.endswith("000"):
        digits = digits[:-3]
    return digits
