"""How words of the register are compared and searched: folded writing, and how a Chinese name is read."""

import re
import unicodedata
from functools import cache
from typing import Final

from pypinyin import lazy_pinyin

HAN: Final = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
# What people write where there is nothing to say.
EMPTY_WORDS: Final = frozenset(
    {"", "无", "(无)", "无。", "/", "-", "--", "—", "——", "null", "none", "nan", "n/a", "暂无", "不详", "未知"}
)
# Characters of which more than 3 % of the phrases in pypinyin 0.55.0 are read otherwise than the character alone:
# only names with one of them need the (ten times slower) look at phrases.
_READ_BY_PHRASE: Final = re.compile(
    "[长重行朝还着调薄了佛乐似弹没塞差都率给阿折参恶攒的省劲藏度传嚼血称泊露降勒贾卜屏校角什宿和模伺藉沓琢诘朴否便鹄椎剥著属刨扒"
    "被辟落曾裳卡削系肋臭畜爪啜吭刹仔圈呢呱脉娜潦轧擘堡咽龈匙暴觉拗粘耙俟叨吁磅缪汤纤蛤扎乘栅颤扛壳奇柏柞铛莞谁俩盛陆埋茄迫大会]"
)
_HAN_RUN: Final = re.compile(HAN + "+")
# Between the characters of a name once more: two characters alone hold no trigram, `长q城` is one.
_BETWEEN: Final = "q"


def folded(text: str) -> str:
    """Return the text as it is compared: full width as half (NFKC), small letters, no space around or doubled."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).lower()


def is_empty(text: str) -> bool:
    """Say whether a cell says nothing: blank, （无）, /, NULL and the like."""
    return folded(text) in EMPTY_WORDS


def search_text(code: str, name_zh: str, name_en: str) -> str:
    """Return what a search looks through: both names, the Chinese one read out and by its initials, and the code."""
    read = syllables(name_zh)
    words = (
        folded(name_zh),
        folded(name_en) if name_en else "",
        spread(name_zh) if read else "",
        "".join(read),
        "".join([s[0] for s in read]),
        folded(code),
    )
    return " ".join([word for word in words if word]) or "?"


def syllables(text: str) -> list[str]:
    """Return how the Chinese characters of a text are read, without tones (长城 → chang, cheng; 绿 → lv)."""
    found: list[str] = []
    for run in _HAN_RUN.findall(text):
        found += lazy_pinyin(run) if _READ_BY_PHRASE.search(run) else map(_reading, run)
    return found


def spread(text: str) -> str:
    """Return the Chinese characters of a text with a letter between them, so that two neighbours are found by an index."""
    return " ".join(_BETWEEN.join(run) for run in _HAN_RUN.findall(text) if len(run) > 1)


@cache
def _reading(character: str) -> str:
    return lazy_pinyin(character)[0]
