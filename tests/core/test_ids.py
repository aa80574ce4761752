from core.ids import new_id


def test_new_id_is_a_uuid_of_version_seven() -> None:
    made = new_id()
    assert (made.version, made.variant) == (7, "specified in RFC 4122")


def test_new_ids_are_ordered_by_when_they_were_made_and_never_the_same() -> None:
    made = [new_id() for _ in range(2_000)]
    assert made == sorted(set(made))
