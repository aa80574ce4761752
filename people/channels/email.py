"""Mail: text and simple HTML in the reader's language, with the headers by which mail programs offer to stop it."""

import smtplib
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string

from people.channels.protocol import Gone, Message, NotSent


class Email:
    """Through Django's mail backend (`EMAIL_URL`)."""

    def is_open(self) -> bool:
        """There is always a backend, if only the log."""
        return True

    def reach(self, *, is_urgent: bool) -> Q:
        """Reach whoever has an address: a confirmed one, lest a stranger's mailbox is filled."""
        if is_urgent:
            # Whoever signed up by phone has an address in name only (RFC 2606).
            return ~Q(email="") & ~Q(email__endswith=".invalid")
        return Q(Exists(EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)))

    def send(self, message: Message) -> None:
        """Send one mail; the same message sent again bears the same Message-ID."""
        address = _address_of(message)
        # A name with a line break would be a header of its own.
        subject = " ".join(message.subject.split())
        mail = EmailMultiAlternatives(subject, _text(message), to=[address], headers=_headers(message))
        mail.attach_alternative(render_to_string("people/mail.html", _context(message)), "text/html")
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise NotSent(f"SMTP {code}", is_final=code >= 500) from None
        except smtplib.SMTPResponseException as error:
            # A refused sign-in or sender is ours to mend, so it is tried again.
            is_final = isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500
            raise NotSent(f"SMTP {error.smtp_code}", is_final=is_final) from None
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(type(error).__name__, is_final=False) from None


def _address_of(message: Message) -> str:
    confirmed = EmailAddress.objects.filter(user=message.to, verified=True).order_by("-primary").first()
    address = confirmed.email if confirmed else message.to.email if message.is_urgent else ""
    if not address:
        raise Gone
    return str(address)


def _headers(message: Message) -> dict[str, str]:
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or urlsplit(settings.PUBLIC_URL).hostname
    headers = {"Message-ID": f"<{message.key}@{host}>", "Auto-Submitted": "auto-generated"}
    if message.is_urgent:
        return headers | {"X-Priority": "1", "Importance": "high"}
    stop = {"List-Unsubscribe": f"<{message.stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers | stop


def _text(message: Message) -> str:
    return render_to_string("people/mail.txt", _context(message))


def _context(message: Message) -> dict[str, Any]:
    return {"message": message, "name": message.to.name}
