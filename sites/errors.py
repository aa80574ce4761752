"""What the register refuses."""

from django.utils.translation import gettext_lazy as _

from core.errors import Problem


class FileUnreadable(Problem):
    """The file cannot be read at all, or only up to a row."""

    code = "file_unreadable"
    status = 422
    sentence = _("This file cannot be read: {reason}. Nothing was taken from it.")


class FileHostile(Problem):
    """The file would do harm: it unpacks without end, names places outside of its folder, or calls other files."""

    code = "file_hostile"
    status = 422
    sentence = _("This file was not opened, because {reason}.")


class FileTooLarge(Problem):
    """The file, or what it unpacks to, is larger than is taken."""

    code = "file_too_large"
    status = 413
    sentence = _("This file is too large: at most {limit_mb} MB. Divide it, or ask the operator to import it.")


class ColumnUnknown(Problem):
    """A column or field that is to be mapped does not exist."""

    code = "column_unknown"
    status = 422
    sentence = _("“{name}” is no {kind} here. There are: {known}.")


class ImportBusy(Problem):
    """The import is not in the state the step needs."""

    code = "import_state"
    status = 409
    sentence = _("This import is {state}, so this step cannot be done now. Load the page again.")


class ImportBuiltOn(Problem):
    """Something was built on what the import brought in."""

    code = "import_built_on"
    status = 409
    sentence = _("This import cannot be undone: {count} of its sites were changed, visited or reported on since.")


class ImportTooOld(Problem):
    """The rows of the import are kept no longer."""

    code = "import_too_old"
    status = 409
    sentence = _(
        "This import is older than {days} days and can no longer be undone in one step. Correct its sites one by one."
    )


class ExportTooLarge(Problem):
    """More sites than a web request writes into a file that is only sent as a whole."""

    code = "export_too_large"
    status = 422
    sentence = _(
        "These are {count} sites; this format takes at most {limit} here. Narrow them by filters, take GeoJSON or CSV, "
        "or ask the operator for “manage.py export_sites”."
    )


class ExportFiltersUnknown(Problem):
    """The filters of an export are none that the list page offers."""

    code = "export_filters_unknown"
    status = 422
    sentence = _("These filters are not known. Go back to the list of sites, choose there, and export again.")


class ImportStale(Problem):
    """The register changed between check and apply."""

    code = "import_stale"
    status = 409
    sentence = _("The register changed since this file was checked ({count} rows lead elsewhere now). Check it again.")


class SiteChangedMeanwhile(Problem):
    """Somebody else changed the site since the editor's page was made."""

    code = "site_changed_meanwhile"
    status = 409
    sentence = _("This was changed by somebody else while you were editing. Look at what changed, then save again.")


class WhyMissing(Problem):
    """A change of the register without a reason."""

    code = "why_missing"
    status = 422
    sentence = _("Say in a few words why: whoever reads the history will ask.")


class SiteCodeTaken(Problem):
    """A new site with the code of another one."""

    code = "site_code_taken"
    status = 409
    sentence = _("There is a site with the code {site_code} already. Change that one, or give another code.")


class TooManySites(Problem):
    """More sites than are changed in one step."""

    code = "too_many_sites"
    status = 422
    sentence = _("These are {count} sites; at most {limit} are changed at once. Narrow them by filters.")


class DistrictNotFound(Problem):
    """A place that no known county covers, and none was stated."""

    code = "district_not_found"
    status = 422
    sentence = _("No district known here covers this place. State the district, or load its outline first.")


class LineMissing(Problem):
    """Sections of a site that has no line."""

    code = "line_missing"
    status = 409
    sentence = _("This site has no line yet. Enter its first survey, then cut it.")


class SectionsUnusable(Problem):
    """Measures beyond the line, or too near to each other."""

    code = "sections_unusable"
    status = 422
    sentence = _("The line is {length} m long: measures lie on it, at least a metre apart, for at most 2,000 sections.")


class UnitMergedAlready(Problem):
    """One of two units was merged away already, or both are one."""

    code = "unit_merged_already"
    status = 409
    sentence = _("One of these units was merged into another before, or both are the same. Load the page again.")


class ZoneUnfounded(Problem):
    """An official zone without its announcement, one that says nothing of where it is, or a withdrawal without a reason."""

    code = "zone_unfounded"
    status = 422
    sentence = _("Name the document of an official zone, and give an outline or the boundary in words.")


class ZoneNotInForce(Problem):
    """A zone is to end that has ended, or before it began."""

    code = "zone_not_in_force"
    status = 409
    sentence = _("This zone has ended already, or begins after that day. Load the page again.")
