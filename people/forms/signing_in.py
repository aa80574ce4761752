"""The forms of signing in with a second step or without a password, in words people know (settings: MFA_FORMS)."""

from allauth.mfa.base import forms as steps
from allauth.mfa.totp import forms as codes
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.utils.translation import gettext_lazy as _

# Words of the library's own pages for which our catalogue has better Chinese.
WORDS = (_("Sign in with a passkey"),)
DIGITS = forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"})


class AuthenticateForm(steps.AuthenticateForm):  # type: ignore[misc]
    """The second step."""

    code = forms.CharField(label=_("Code of the app, or a recovery code"), widget=DIGITS)


class ReauthenticateForm(steps.ReauthenticateForm):  # type: ignore[misc]
    """The second step, once more before something weighty."""

    code = forms.CharField(label=_("Code of the app, or a recovery code"), widget=DIGITS)


class ActivateTOTPForm(codes.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app, which shows that it has the secret."""

    code = forms.CharField(label=_("The six digits the app shows now"), widget=DIGITS)


class AddWebAuthnForm(passkeys.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey; without a password unless somebody wants it as a second step only."""

    name = forms.CharField(label=_("Name of this device"), required=False)
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without a password"),
        help_text=_("Without this it is a second step after your password."),
        required=False,
        initial=True,
    )
