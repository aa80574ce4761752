"""Volunteers talk, moderators keep order, officers see what is unusual, and a year is shared: in the browser, in Chinese."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.test_pages import AXE, RULES
from tests.browser_fixtures import OpenPage, Product, shoot

SITE = "BJ-110101-0008"
THIS_YEAR = datetime.now(tz=UTC).year
READ = """
    SELECT photo.post_id FROM community_postphoto photo JOIN patrol_photofile file ON file.sha256 = photo.file_id
        JOIN community_post post ON post.id = photo.post_id
    WHERE post.text LIKE %s AND file.display <> ''
"""


def test_volunteer_posts_a_photo_and_another_thanks_and_comments(
    open_page: OpenPage, product: Product, tmp_path: Path
) -> None:
    phone = open_page("phone", name="volunteer")
    phone.goto("/community/")
    expect(phone.locator("h1")).to_have_text("守望圈")
    see_it_is_sound(phone)
    shoot(phone, "feed-1-phone")
    phone.get_by_role("link", name="写一条").click()
    phone.locator("#id_text").fill("雍和宫的银杏落尽了，瓦面看得清清楚楚。")
    phone.locator("#id_photos").set_input_files(picture(tmp_path))
    phone.locator("#id_site").fill(SITE)
    shoot(phone, "feed-2-write")
    phone.get_by_role("button", name="发布").click()
    expect(phone.locator("main")).to_contain_text("大家现在都能看到了")
    [(post,)] = product.wait_for(READ, "雍和宫的银杏%")

    other = open_page(name="volunteer02")
    other.goto(f"/community/posts/{post}/")
    source = other.locator(".feed-photos img").get_attribute("src") or ""
    assert len(Image.open(BytesIO(other.request.get(source).body())).getexif()) == 0
    other.get_by_role("button", name="感谢 · 0").click()
    expect(other.get_by_role("button", name="已感谢 · 1")).to_be_visible()
    other.locator("#id_text").fill("看得真仔细！")
    other.get_by_role("button", name="评论").click()
    expect(other.locator("main")).to_contain_text("看得真仔细！")
    see_it_is_sound(other)
    shoot(other, "feed-3-post")
    other.goto("/community/?show=all")
    shoot(other, "feed-4-desktop")


def test_listed_word_waits_abuse_is_reported_hidden_and_appealed(open_page: OpenPage) -> None:
    author = open_page("phone", name="volunteer03")
    author.goto("/community/posts/new/")
    author.locator("#id_text").fill("听说有人在网上倒卖文物，大家小心。")
    author.get_by_role("button", name="发布").click()
    expect(author.locator("main")).to_contain_text("先请管理人员看一下")

    officer = open_page(name="officer")
    officer.goto("/community/moderation/")
    shoot(officer, "feed-5-moderation")
    held = officer.locator("article").filter(has_text="倒卖文物")
    held.locator("button[value=show]").click()
    expect(officer.locator("main")).to_contain_text("已显示")
    rude = officer.locator("article").filter(has_text="丢人").first
    rude.locator("select").select_option("insult")
    rude.locator("button[value=hide]").click()
    expect(officer.locator("main")).to_contain_text("已隐藏，作者会看到理由")

    offender = open_page("phone", name="volunteer21")
    offender.goto("/community/mine/")
    expect(offender.locator("main")).to_contain_text("之前您可以看，但不能发言")
    see_it_is_sound(offender)
    shoot(offender, "feed-6-my-words")
    offender.get_by_role("link", name="申诉").first.click()
    offender.locator("#id_text").fill("我说话急了，但没有恶意。")
    offender.get_by_role("button", name="提交申诉").or_(offender.locator("main form button")).last.click()
    expect(offender.locator("main")).to_contain_text("申诉已收到")

    second = open_page(name="reviewer")
    second.goto("/community/moderation/?show=appeals")
    shoot(second, "feed-7-appeals")
    second.locator("input[name=answer]").first.fill("请注意言辞。")
    second.locator("button[value=upheld]").first.click()
    expect(second.locator("main")).to_contain_text("已答复")


def test_letters_are_asked_for_and_ended(open_page: OpenPage) -> None:
    phone = open_page("phone", name="volunteer")
    phone.goto("/community/letters/")
    shoot(phone, "feed-8-letters")
    phone.get_by_role("link", name="乔安澜").click()
    phone.get_by_role("button", name="同意").or_(phone.locator("button[value=yes]")).first.click()
    phone.locator("#id_text").fill("您好，很高兴认识您。")
    phone.get_by_role("button", name="发送").or_(phone.locator("form.form button")).first.click()
    expect(phone.locator(".feed-letters")).to_contain_text("很高兴认识您")
    see_it_is_sound(phone)
    shoot(phone, "feed-9-letter")
    phone.locator("button[value=block]").click()
    expect(phone.locator("main")).to_contain_text("往来已结束")


def test_manager_announces_to_everybody(open_page: OpenPage) -> None:
    page = open_page(name="manager")
    page.goto("/community/news/new/")
    page.locator("#id_title").fill("雪天巡查请结伴")
    page.locator("#id_text").fill("路滑，请两人同行，太阳落山前返回。")
    page.locator("#id_pinned_until").fill(f"{THIS_YEAR + 1}-01-15")
    page.get_by_role("button", name="发布").click()
    public = open_page("phone")
    public.goto("/community/news/")
    expect(public.locator("main")).to_contain_text("雪天巡查请结伴")
    see_it_is_sound(public)
    shoot(public, "feed-10-news")
    public.goto("/community/season/")
    shoot(public, "feed-11-season")


def test_officer_sees_what_is_unusual_and_the_rows_behind(open_page: OpenPage) -> None:
    page = open_page(name="officer")
    page.goto("/desk/")
    page.get_by_role("link", name="预警看板").click()
    card = page.locator("article").filter(has_text="险情用语")
    expect(card.first).to_contain_text("东城区")
    see_it_is_sound(page)
    shoot(page, "feed-12-alerts")
    card.first.get_by_role("link", name="明细").first.click()
    expect(page.locator("main")).to_contain_text("帖子或评论")
    shoot(page, "feed-13-alert-rows")
    phone = open_page("phone", name="officer")
    phone.goto("/community/alerts/")
    see_it_is_sound(phone)
    shoot(phone, "feed-14-alerts-phone")


def test_site_is_adopted_and_a_year_is_shared(open_page: OpenPage, product: Product) -> None:
    phone = open_page("phone", name="volunteer")
    phone.goto("/sites/BJ-110101-0002/", wait_until="networkidle")
    phone.get_by_role("link", name="认养这处文物").click()
    phone.get_by_label("每季一次").check()
    phone.locator("#id_is_shown").check()
    shoot(phone, "feed-15-adopt")
    phone.get_by_role("button", name="我愿意").click()
    expect(phone.locator("main")).to_contain_text("天坛")
    see_it_is_sound(phone)
    shoot(phone, "feed-16-adoptions")
    stranger = open_page("desktop")
    stranger.goto("/sites/BJ-110101-0002/", wait_until="networkidle")
    expect(stranger.locator("#circle-title").locator("xpath=ancestor::section")).to_contain_text("陆望山")
    shoot(stranger, "feed-17-site")

    phone.goto(f"/community/year/{THIS_YEAR}/")
    shoot(phone, "feed-18-year")
    phone.locator("#id_shows_name").check()
    phone.get_by_role("button", name="生成链接").click()
    address = phone.locator(".year-address").inner_text()
    stranger.goto(address)
    expect(stranger.locator("h1")).to_contain_text("陆望山")
    assert "116." not in stranger.content()
    see_it_is_sound(stranger)
    shoot(stranger, "feed-19-shared")
    phone.get_by_role("button", name="收回链接").click()
    gone = stranger.goto(address)
    assert gone is not None
    assert gone.status == 404


def see_it_is_sound(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []


def picture(folder: Path) -> Path:
    image = Image.effect_noise((900, 700), 70).convert("RGB")
    exif = Image.Exif()
    exif[0x0110] = "Some Phone"
    path = folder / "roof.jpg"
    image.save(path, exif=exif)
    return path
