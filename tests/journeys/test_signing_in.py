"""Signing in without a password, and with a second step: a passkey, an app's codes, and a code on paper when the phone is lost."""

import base64
import hashlib
import hmac
import time
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.browser_fixtures import PASSWORD, OpenPage, shoot
from tests.journeys.product import Product
from tests.squares import read_square_on_screen

# Somebody of the demo whom no other journey needs.
NAME = "volunteer17"
SECRETS = "SELECT data->>'secret' FROM mfa_authenticator WHERE type = 'totp'"
PHONE_WITH_FINGERPRINT = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_codes_of_an_app_and_on_paper(open_page: OpenPage, product: Product) -> None:
    phone = open_page("phone", name=NAME)
    phone.goto("/accounts/2fa/")
    phone.get_by_role("link", name="添加身份验证器应用").click()
    say_the_password_again(phone)
    secret = secret_of(read_square_on_screen(phone.locator("main img")))
    shoot(phone, "signing-1-app-phone")
    assert phone.locator("#authenticator_secret").input_value() == secret
    phone.locator("[name=code]").fill(code_now(secret))
    phone.locator("main form button[type=submit]").click()
    expect(phone.locator("main")).to_contain_text("恢复代码")
    shoot(phone, "signing-2-recovery-phone")
    # Who reads the database cannot make codes.
    assert [stored for (stored,) in product.rows(SECRETS) if secret in str(stored)] == []
    phone.goto("/accounts/2fa/recovery-codes/")
    on_paper = phone.locator("textarea").input_value().split()[0]

    lost = open_page("phone")
    lost.goto("/accounts/login/")
    sign_in_first_step(lost)
    expect(lost.get_by_role("heading", level=1)).to_contain_text("两步")
    shoot(lost, "signing-3-second-step-phone")
    lost.locator("[name=code]").fill("000000")
    lost.locator("main form button[type=submit]").first.click()
    expect(lost.locator("main")).to_contain_text("错误代码")
    lost.locator("[name=code]").fill(on_paper)
    lost.locator("main form button[type=submit]").first.click()
    lost.wait_for_url(lambda url: "/accounts/" not in url)

    phone.goto("/accounts/2fa/")
    phone.get_by_role("link", name="停用").click()
    phone.locator("main form button[type=submit]").click()
    expect(phone.get_by_role("link", name="添加身份验证器应用")).to_be_visible()


def test_passkey_signs_in_without_a_password(open_page: OpenPage, product: Product) -> None:
    phone = open_page("phone")
    # A passkey belongs to a host with a name.
    here = product.url.replace("127.0.0.1", "localhost")
    session = phone.context.new_cdp_session(phone)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE_WITH_FINGERPRINT})
    phone.goto(f"{here}/accounts/login/")
    sign_in_first_step(phone)
    phone.wait_for_url(lambda url: "/accounts/login" not in url)
    phone.goto(f"{here}/accounts/2fa/")
    phone.get_by_role("link", name="添加通行密钥").click()
    say_the_password_again(phone)
    phone.locator("[name=name]").fill("我的手机")
    phone.locator("[name=passwordless]").check()
    shoot(phone, "signing-4-passkey-phone")
    phone.locator("#mfa_webauthn_add").click()
    phone.wait_for_url(lambda url: "/add/" not in url)
    phone.goto(f"{here}/accounts/2fa/webauthn/")
    expect(phone.locator("main")).to_contain_text("我的手机")
    shoot(phone, "signing-5-passkeys-phone")
    phone.context.clear_cookies()
    phone.goto(f"{here}/accounts/login/")
    shoot(phone, "signing-6-login-phone")
    phone.locator("#passkey_login").click()
    phone.wait_for_url(lambda url: "/accounts/login" not in url)
    phone.goto(f"{here}/accounts/2fa/webauthn/")
    phone.get_by_role("link", name="移除").click()
    phone.locator("main form button[type=submit]").click()
    expect(phone.locator("main")).not_to_contain_text("我的手机")


def sign_in_first_step(page: Page) -> None:
    """Say who one is, and the password."""
    page.locator("input[name=login]").fill(f"{NAME}@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()


def say_the_password_again(page: Page) -> None:
    """Show that it is still oneself who holds the phone, before the ways of signing in change."""
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/reauthenticate/" not in url)


def secret_of(square: str) -> str:
    """Return the secret an authenticator app takes out of the square."""
    address = urlsplit(square)
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    return parse_qs(address.query)["secret"][0]


def code_now(secret: str) -> str:
    """Return the six digits an authenticator app shows now (RFC 6238)."""
    counter = int(time.time() // 30).to_bytes(8, "big")
    digest = hmac.digest(base64.b32decode(secret), counter, hashlib.sha1)
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"
