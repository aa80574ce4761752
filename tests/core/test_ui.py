"""The components: what they show, and what they say to those who do not see."""

from html import unescape
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

SPRITE = "/static/core/icons.svg"


class VisitForm(forms.Form):
    note = forms.CharField(label="Note", help_text="In one line.")
    is_fine = forms.BooleanField(label="Fine", required=False)
    condition = forms.ChoiceField(
        label="Condition", choices=[("good", "Good"), ("poor", "Poor")], widget=forms.RadioSelect
    )


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def test_icon_without_label_is_hidden_from_readers() -> None:
    assert _render('{% ui_icon "map" %}') == (
        f'<svg class="icon" aria-hidden="true"><use href="{SPRITE}#map"></use></svg>'
    )


def test_icon_with_label_is_spoken_and_escaped() -> None:
    assert _render('{% ui_icon "bell" label size="l" %}', label="<3>") == (
        f'<svg class="icon icon-l" role="img" aria-label="&lt;3&gt;"><use href="{SPRITE}#bell"></use></svg>'
    )


def test_status_is_shape_and_word() -> None:
    assert _render('{% ui_status "due_soon" "3 d" %}') == (
        '<span class="chip" data-status="due_soon"><svg class="icon" aria-hidden="true">'
        f'<use href="{SPRITE}#status-due-soon"></use></svg>Due soon <span class="chip-detail">3 d</span></span>'
    )


def test_status_unknown_is_an_error() -> None:
    with pytest.raises(KeyError):
        _render('{% ui_status "lost" %}')


def test_severity_long_says_what_to_do() -> None:
    assert _text("{% ui_severity 3 is_short=False %}") == "Hazard: report within 24 hours"


def test_severity_short_is_one_word() -> None:
    assert _text("{% ui_severity 3 %}") == "Hazard"


def test_priority_has_its_word() -> None:
    assert _text('{% ui_priority "urgent" %}') == "Urgent"


def test_badge_escapes_its_text() -> None:
    assert _render("{% ui_badge text %}", text="<b>") == '<span class="chip" data-tone="neutral">&lt;b&gt;</span>'


def test_stat_takes_icon_of_its_status() -> None:
    assert _render('{% ui_stat "Sites" 4 status="never" %}').count("#status-never") == 1


def test_notice_bad_is_announced_at_once() -> None:
    assert _render('{% ui_notice "No" tone="bad" %}').count('role="alert"') == 1


def test_field_ties_help_and_errors_to_the_input() -> None:
    html = _render("{% ui_field form.note %}", form=VisitForm({}))
    assert html.count('aria-describedby="id_note_helptext id_note_error"') == 1
    assert html.count('id="id_note_helptext"') == 1
    assert html.count('id="id_note_error"') == 1
    assert html.count('aria-invalid="true"') == 1


def test_field_checkbox_stands_before_its_label() -> None:
    html = _render("{% ui_field form.is_fine %}", form=VisitForm())
    assert html.index("<input") < html.index("<label")


def test_choices_show_icon_and_hint_of_each_value() -> None:
    html = _render(
        "{% ui_choices form.condition icons=icons hints=hints %}",
        form=VisitForm(),
        icons={"good": "check"},
        hints={"poor": "Tell us why"},
    )
    assert (html.count("#check"), html.count("<small>Tell us why</small>"), html.count('type="radio"')) == (1, 1, 2)


def test_check_row_marks_the_bad_answer() -> None:
    html = _render('{% ui_check_row form.condition bad="poor" %}', form=VisitForm({}))
    assert html.count('<label data-tone="bad">') == 1
    assert html.count('aria-labelledby="id_condition_label"') == 1
    assert html.count('aria-describedby="id_condition_error"') == 1


def test_pager_keeps_the_rest_of_the_address() -> None:
    html = unescape(
        _render("{% ui_pager page %}", page=Paginator(range(60), 20).get_page(2), request=_get("/?q=a&page=2"))
    )
    assert [html.count(f'href="?q=a&page={number}"') for number in (1, 2, 3)] == [2, 0, 2]


def test_pager_of_one_page_is_nothing() -> None:
    assert _text("{% ui_pager page %}", page=Paginator(range(3), 20).get_page(1), request=_get("/")) == ""


def test_breadcrumb_ends_where_one_is() -> None:
    html = _render('{% ui_breadcrumb "Sites" "/sites/" "Wall" %}')
    assert (html.count('<a href="/sites/">Sites</a>'), html.count('<span aria-current="page">Wall</span>')) == (1, 1)


def test_progress_of_nothing_is_zero() -> None:
    assert _render('{% ui_progress "Done" 0 0 %}').count("0 %") == 1


def test_steps_mark_done_and_current() -> None:
    html = _render("{% ui_steps labels 2 %}", labels=["Arrive", "Look", "Send"])
    assert (html.count("is-done"), html.count('aria-current="step"')) == (1, 1)


def test_evidence_words_each_outcome() -> None:
    witnesses = [{"label": "Presence", "text": "34 m", "outcome": outcome} for outcome in ("pass", "absent")]
    html = _render('{% ui_evidence 58 "fair" witnesses %}', witnesses=witnesses)
    assert (html.count(">supports<"), html.count(">says nothing<"), html.count("Fair evidence")) == (1, 1, 1)
    assert html.count("Nothing speaks against this report.") == 1


def test_evidence_shows_doubts_first_with_what_they_took() -> None:
    witnesses = [
        {"label": "A", "text": "fine", "outcome": "pass"},
        {"label": "B", "text": "odd", "outcome": "unsure"},
        {"label": "C", "text": "copy", "outcome": "fail", "note": "-50 points", "url": "/desk/reports/1/"},
    ]
    html = _render('{% ui_evidence 40 "weak" witnesses %}', witnesses=witnesses)
    assert html.index("<strong>C</strong>") < html.index("<strong>B</strong>") < html.index("<details")
    assert (html.count("-50 points"), html.count('href="/desk/reports/1/"')) == (1, 1)
    assert html.count("Nothing speaks against this report.") == 0


def test_bars_share_the_full_width() -> None:
    rows = [{"label": "City", "counts": {"current": 3, "overdue": 1}}, {"label": "Empty", "counts": {}}]
    html = _render('{% ui_bars "Coverage" rows %}', rows=rows)
    assert html.count('x="0.000" y="0" width="75.000"') == 1
    assert html.count('x="75.000" y="0" width="25.000"') == 1
    assert html.count("<rect") == 2


def test_bars_compare_totals_when_told() -> None:
    rows = [{"label": "A", "counts": {"current": 4}}, {"label": "B", "counts": {"current": 1}}]
    html = _render('{% ui_bars "Coverage" rows is_share=False %}', rows=rows)
    assert (html.count('width="100.000"'), html.count('width="25.000"')) == (1, 1)


def test_receipt_shows_every_number_with_a_copy_button() -> None:
    photos = [{"label": "Far", "sha256": "ab" * 32}, {"label": "Near", "sha256": "cd" * 32}]
    html = _render("{% ui_receipt report photos %}", report="r-1", photos=photos)
    assert html.count('data-copy="r-1"') == 1
    assert [html.count(f"<code data-photo-sha256>{photo['sha256']}</code>") for photo in photos] == [1, 1]


def test_photos_missing_one_says_so() -> None:
    html = _render("{% ui_photos photos %}", photos=[{"url": "/a.jpg", "alt": "Far"}, {}])
    assert (html.count("<img"), html.count("No photo yet")) == (1, 1)


@pytest.mark.django_db
def test_styleguide_shows_every_component_without_inline_code(client: Client) -> None:
    response = client.get("/styleguide/")
    page = response.content.decode()
    assert response.status_code == 200
    assert (page.count(" style="), page.count(" onclick="), page.count("<style")) == (0, 0, 0)
    assert page.count('<script type="importmap" nonce=') == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_entrance_pages_wear_the_house(client: Client, name: str) -> None:
    page = client.get(reverse(name)).content.decode()
    assert (page.count('class="entrance"'), page.count('class="shell-header"')) == (1, 1)


def _render(source: str, **values: Any) -> str:
    return Template("{% load ui ui_records %}" + source).render(Context(values)).strip()


def _text(source: str, **values: Any) -> str:
    return strip_tags(_render(source, **values)).strip()


def _get(path: str) -> Any:
    return RequestFactory().get(path)
