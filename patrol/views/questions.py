"""Officers' and planners' pages: a campaign's own questions, uploaded as XLSForm, looked at, asked, asked no longer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import NotAllowed, NotFound, Problem
from patrol.actions.questions import ask_questions, keep_questions, stop_questions
from patrol.forms import WorkbookForm
from patrol.logic.questions import all_questions
from patrol.logic.xlsform import MOST_BYTES, ReadWorkbook, read_workbook
from patrol.models import Campaign, QuestionForm
from patrol.permissions import can_edit_questions, question_areas
from patrol.queries.questions import campaigns_with_questions, versions_of
from patrol.sentences import QUESTION_WORDS, remark_sentence
from people.permissions import signed_in


@login_required
@require_GET
def campaigns_page(request: HttpRequest) -> HttpResponse:
    """List the campaigns for which the person may write questions."""
    if not question_areas(request.user):
        raise NotAllowed
    return render(request, "patrol/questions/campaigns.html", {"campaigns": campaigns_with_questions(request.user)})


@login_required
@require_http_methods(["GET", "POST"])
def campaign_page(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Show the campaign's versions, and take a new one; what is the matter with a workbook is said line by line."""
    campaign = _campaign(request, campaign_id)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    read, refusal = None, ""
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["workbook"]
        content = file.read(MOST_BYTES + 1)
        read = read_workbook(content, file.name.rpartition(".")[2].lower())
        try:
            kept = keep_questions(
                campaign=campaign,
                workbook=content,
                file_name=file.name,
                read=read,
                by=signed_in(request),
                at=timezone.now(),
            )
        except Problem as problem:
            refusal = problem.detail
        else:
            return redirect("patrol:question_form", kept.pk)
    context = {"campaign": campaign, "form": form, "versions": versions_of(campaign), "refusal": refusal, **_said(read)}
    return render(request, "patrol/questions/campaign.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_GET
def version_page(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """Show a version as the volunteer will see it, and what was passed over in its workbook."""
    version = _version(request, form_id)
    settings = {
        "form": version.form,
        "today": timezone.localdate().isoformat(),
        "words": {name: str(words) for name, words in QUESTION_WORDS.items()},
    }
    context = {
        "version": version,
        "campaign": version.campaign,
        "count": sum(one["type"] not in ("group", "note") for one in all_questions(version.form)),
        "remarks": [remark_sentence(remark) for remark in version.remarks],
        "settings": settings,
    }
    return render(request, "patrol/questions/version.html", context)


@login_required
@require_POST
def ask(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """Ask this version from now on."""
    version = ask_questions(questions=_version(request, form_id), by=signed_in(request), at=timezone.now())
    messages.success(request, _("Version {version} is asked from now on.").format(version=version.version))
    return redirect("patrol:question_form", form_id)


@login_required
@require_POST
def stop(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """Ask this version no longer."""
    version = stop_questions(questions=_version(request, form_id), by=signed_in(request), at=timezone.now())
    said = _("Version {version} is asked no longer. Answers still on their way are taken.")
    messages.success(request, said.format(version=version.version))
    return redirect("patrol:question_form", form_id)


@login_required
@require_GET
def workbook(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """Send the workbook as it was uploaded."""
    version = _version(request, form_id)
    answer = HttpResponse(bytes(version.workbook), content_type="application/octet-stream")
    ending = version.file_name.rpartition(".")[2].lower()
    answer["Content-Disposition"] = (
        f'attachment; filename="questions-{version.pk}.{ending if ending.isalnum() else "bin"}"'
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _campaign(request: HttpRequest, campaign_id: UUID) -> Campaign:
    campaign = Campaign.objects.filter(pk=campaign_id).first()
    if campaign is None:
        raise NotFound
    if not can_edit_questions(request.user, campaign):
        raise NotAllowed
    return campaign


def _version(request: HttpRequest, form_id: UUID) -> QuestionForm:
    version = QuestionForm.objects.select_related("campaign", "uploaded_by").filter(pk=form_id).first()
    if version is None:
        raise NotFound
    if not can_edit_questions(request.user, version.campaign):
        raise NotAllowed
    return version


def _said(read: ReadWorkbook | None) -> dict[str, Any]:
    remarks = read.remarks if read else ()
    return {
        "bad": [remark_sentence(one.as_json()) for one in remarks if one.is_bad],
        "passed_over": [remark_sentence(one.as_json()) for one in remarks if not one.is_bad],
    }
