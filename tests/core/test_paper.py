"""What is printed fetches nothing, and leaves nothing switched on."""

import base64
from pathlib import Path

import pytest
from PIL import ImageFile

from core.paper import as_pdf, square
from tests.factories import sent
from tests.squares import read_square_on_paper


def test_nothing_is_fetched_for_a_page(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(sent.jpeg())
    plain = as_pdf("<p>x</p>", styles=[])
    tempting = as_pdf(
        f'<p>x</p><img src="file://{secret}"><img src="http://127.0.0.1:9/x.png"><object data="{secret}">', styles=[]
    )
    assert (plain.count(b"/Image"), tempting.count(b"/Image")) == (0, 0)
    inside = base64.b64encode(sent.jpeg()).decode()
    assert as_pdf(f'<img src="data:image/jpeg;base64,{inside}">', styles=[]).count(b"/Image") == 1


def test_drawing_a_page_lets_no_half_photo_pass_for_one() -> None:
    as_pdf("<p>石桥</p>", styles=[])
    assert not ImageFile.LOAD_TRUNCATED_IMAGES


@pytest.mark.parametrize(
    "text", ["x", "https://example.org/hours/verify/" + "k" * 60, "文物巡查 · 石桥", "{" + "7" * 700 + "}"]
)
def test_square_is_read_by_a_decoder_of_others(text: str) -> None:
    drawn = square(text, border=4)
    svg = f'<svg viewBox="0 0 {drawn["side"]} {drawn["side"]}" width="300"><path d="{drawn["path"]}"/></svg>'
    assert read_square_on_paper(as_pdf(svg, styles=[])) == text
