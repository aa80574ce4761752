from planning.logic.route.visit_time import Least, visit_minutes

RULES = [Least("", "", 15), Least("0300", "", 30), Least("", "national", 45), Least("0100", "county", 90)]


def test_the_longest_that_fits_is_taken() -> None:
    assert visit_minutes(10, categories=["0305", "0300"], level="county", rules=RULES) == 30
    assert visit_minutes(10, categories=["0305", "0300"], level="national", rules=RULES) == 45
    assert visit_minutes(10, categories=["0101", "0100"], level="county", rules=RULES) == 90
    assert visit_minutes(10, categories=["0600"], level="unlisted", rules=RULES) == 15


def test_the_sites_own_minutes_may_be_longer() -> None:
    assert visit_minutes(120, categories=["0300"], level="national", rules=RULES) == 120
    assert visit_minutes(5, categories=[], level="", rules=[]) == 5
