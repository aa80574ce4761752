"""What an officer does with a case, for machines: one address for each act, all answered by the case that goes on."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import NotFound
from patrol.actions.case_measures import finish_work, issue_order, notify_authority, record_work
from patrol.actions.case_people import assign_case, set_urgency
from patrol.actions.case_undo import undo_merge, undo_reopen
from patrol.actions.case_union import add_finding, merge_cases, reopen_case, split_case
from patrol.actions.cases import answer_reporters
from patrol.actions.reinspection import ask_reinspection
from patrol.api.cases import handled_case
from patrol.errors.cases import FindingElsewhere
from patrol.models import Case, Intervention
from patrol.queries.case_page import unheld
from patrol.serializers import case_acts as read
from patrol.serializers.cases import CaseSerializer
from people.models import User
from people.permissions import signed_in

Act = Callable[[Case, dict[str, Any], User, datetime], Case | None]


def _assign(case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    assign_case(case=case, handler=_person(said["handler"]), version=said["version"], by=by, at=at)


def _urgency(case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    set_urgency(case=case, by=by, at=at, **said)


def _authority(case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    notify_authority(case=case, by=by, at=at, **said)


def _order(case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    issue_order(case=case, by=by, at=at, **said)


def _work(case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    record_work(case=case, by=by, at=at, **said)


def _work_end(case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    work = Intervention.objects.select_related("case__site").filter(pk=said.pop("work"), case=case).first()
    if work is None:
        raise NotFound
    finish_work(work=work, by=by, at=at, **said)


def _ask(case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    ask_reinspection(case=case, volunteer=_person(said.pop("volunteer")), by=by, at=at, **said)


def _answer(case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    answer_reporters(case=case, by=by, at=at, **said)


def _add(case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    finding = unheld(said["finding"])
    if finding is None:
        raise FindingElsewhere
    add_finding(case=case, finding=finding, version=said["version"], by=by, at=at)


def _merge(case: Case, said: dict[str, Any], by: User, at: datetime) -> Case:
    into = handled_case(by, said.pop("into"))
    return merge_cases(case=case, into=into, by=by, at=at, **said)


def _split(case: Case, said: dict[str, Any], by: User, at: datetime) -> Case:
    return split_case(case=case, by=by, at=at, **said)


def _reopen(case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    reopen_case(case=case, by=by, at=at, **said)


def _undo(case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    undo = undo_merge if case.merged_into_id else undo_reopen
    undo(case=case, by=by, at=at, **said)


ACTS: Final[dict[str, tuple[type[read.ActSerializer], Act]]] = {
    "handler": (read.AssignSerializer, _assign),
    "urgency": (read.UrgencySerializer, _urgency),
    "authority": (read.AuthoritySerializer, _authority),
    "order": (read.IssueOrderSerializer, _order),
    "work": (read.WorkSerializer, _work),
    "work-end": (read.WorkEndSerializer, _work_end),
    "reinspection": (read.AskSerializer, _ask),
    "answer": (read.AnswerSerializer, _answer),
    "add": (read.AddSerializer, _add),
    "merge": (read.MergeSerializer, _merge),
    "split": (read.SplitSerializer, _split),
    "reopen": (read.ReopenSerializer, _reopen),
    "undo": (read.ActSerializer, _undo),
}
ACT = OpenApiParameter("act", OpenApiTypes.STR, OpenApiParameter.PATH, enum=list(ACTS))
BODY = PolymorphicProxySerializer(
    component_name="CaseAct", serializers=[reader for reader, _run in ACTS.values()], resource_type_field_name=None
)


class CaseActDoor(GenericAPIView[Any]):
    """One thing done with a case."""

    serializer_class = CaseSerializer

    @extend_schema(operation_id="v1_cases_act", parameters=[ACT], request=BODY, responses=CaseSerializer)
    def post(self, request: Request, case_id: UUID, act: str) -> Response:
        """Do it, as the case was seen at `version`, and return the case that goes on: of a merge or split the other one."""
        person = signed_in(request)
        case = handled_case(person, case_id)
        if act not in ACTS:
            raise NotFound
        reader, run = ACTS[act]
        said = reader(data=request.data)
        said.is_valid(raise_exception=True)
        onward = run(case, dict(said.validated_data), person, timezone.now()) or case
        return Response(CaseSerializer(handled_case(person, onward.pk)).data)


def _person(key: UUID) -> User:
    person = User.objects.filter(pk=key).first()
    if person is None:
        raise NotFound
    return person
