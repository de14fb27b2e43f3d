# ruff: noqa: E501 - a sentence is kept whole, so that it is found by searching for it
"""What each finding of the diagnosis is called, means and calls for, in plain sentences."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["EXTRA_VALUES", "FINDINGS", "MEASURES", "RUNGS", "SEVERITIES", "UNDEFINED", "Wording"]

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Wording:
    """`meaning` and `title` may hold %(names)s of the finding's values; `figure` is what its headline counts."""

    title: Words
    meaning: Words
    way_out: Words
    figure: Words = ""


# What a sentence may name beside the values of its code.
EXTRA_VALUES: Mapping[str, tuple[str, ...]] = {"cut_member": ("member",)}

SEVERITIES: Mapping[str, tuple[Words, str]] = {
    "urgent": (_("urgent"), "overdue"),
    "attention": (_("needs attention"), "attention"),
    "info": (_("for information"), "quiet"),
    "good": (_("good"), "done"),
}

FINDINGS: Mapping[str, Wording] = {
    "isolates": Wording(
        _("Members without any tie"),
        _(
            "%(count)s of %(of)s members (%(share)s) stand alone: what the network learns does not reach them,"
            " and what they know reaches nobody."
        ),
        _("Make a plan of new ties: it brings in members that stand alone first."),
        _("members without any tie"),
    ),
    "newly_isolated": Wording(
        _("Members that lost their last tie"),
        _("Members that had a tie at the start of the season and have none now: %(count)s."),
        _("Ask both sides why the tie ended, and propose another one."),
    ),
    "newcomers_without_tie": Wording(
        _("Newcomers without a tie"),
        _("Of the members that joined this season (%(newcomers)s), these have no tie yet: %(count)s."),
        _("Give each newcomer an experienced partner in its first season."),
    ),
    "one_tie_members": Wording(
        _("Members that hang by one tie"),
        _(
            "Of %(of)s members with ties, %(count)s (%(share)s) have a single one; if it is lost, they are out of"
            " the network."
        ),
        _("Seek a second tie for them in the next plan."),
        _("members with a single tie"),
    ),
    "fragmentation": Wording(
        _("The network falls into parts"),
        _(
            "The members with ties form %(parts)s separate parts; the largest holds %(largest)s of %(of)s, and"
            " nothing passes from it to the other %(outside)s (%(share)s)."
        ),
        _("One tie between two parts joins them; the plan values such ties."),
        _("separate parts"),
    ),
    "hub_concentration": Wording(
        _("A few members hold most ties"),
        _(
            "Half of all partnerships are in the hands of %(hubs)s of %(of)s members (%(hub_share)s); the"
            " inequality of the number of partners (Gini) is %(gini)s, where 0 is equal and 1 is all in one hand."
        ),
        _("Limit the new ties of the busiest members in the plan, so that others get their turn."),
        _("inequality of the number of partners (Gini)"),
    ),
    "field_bubble": Wording(
        _("Members keep to their own field"),
        _(
            "%(share)s of the pairs (%(same)s of %(of)s) join two members of one field, where chance would give"
            " %(expected)s; most of them are in %(most_within)s."
        ),
        _("Choose a purpose whose field pairs cross fields, such as crafts and technology."),
        _("share of pairs within one field"),
    ),
    "region_bubble": Wording(
        _("Members keep to their own region"),
        _(
            "%(share)s of the pairs (%(same)s of %(of)s) join two members of one region, where chance would give"
            " %(expected)s; most of them are in %(most_within)s."
        ),
        _("Raise the weight of value to the network in the next plan: it rewards ties between regions."),
        _("share of pairs within one region"),
    ),
    "region_underrepresented": Wording(
        _("%(region)s has fewer ties than its share"),
        _(
            "%(region)s has %(members)s members (%(member_share)s of all) and %(tie_ends)s of the ends of ties"
            " (%(tie_end_share)s): %(ratio)s of what its size would give."
        ),
        _("Make a plan that covers every region; the members named here have no tie at all."),
        _("ties in proportion to members"),
    ),
    "cut_member": Wording(
        _("Much rests on %(member)s"),
        _(
            "If %(member)s fell out, the network would break into %(pieces)s pieces and %(cut_off)s of %(of)s"
            " members (%(share)s) would be cut off from the rest."
        ),
        _("Join the members behind it with others by a second way."),
        _("members that would be cut off"),
    ),
    "fragile_bridges": Wording(
        _("Parts that hang by a single tie"),
        _(
            "%(count)s ties are the only way to a part of the network; losing the weightiest would cut off"
            " %(cut_off)s of %(of)s members (%(share)s)."
        ),
        _("Care for these ties first, and seek a second tie beside each."),
        _("ties that are the only way"),
    ),
    "unconfirmed_ties": Wording(
        _("Ties that not every side has confirmed"),
        _(
            "%(count)s of %(of)s ties (%(share)s) are not confirmed by all their sides; %(by_none)s of them by"
            " nobody."
        ),
        _("Ask the focal points to confirm or correct their ties."),
        _("ties not confirmed by every side"),
    ),
    "no_objective": Wording(
        _("Ties without an objective"),
        _("For %(without)s of %(known)s ties (%(share)s) nobody wrote down what they are to achieve."),
        _("Write one sentence for each tie with its sides; without it no agreement can follow."),
        _("share of ties without an objective"),
    ),
    "no_agreement": Wording(
        _("Ties without an agreement"),
        _("For %(without)s of %(known)s ties (%(share)s) no signed agreement is recorded."),
        _("Record the agreements that exist; draft one where both sides meet regularly."),
        _("share of ties without an agreement"),
    ),
    "no_schedule": Wording(
        _("Ties without a schedule"),
        _("For %(without)s of %(known)s ties (%(share)s) no schedule of meetings is recorded."),
        _("Agree on two meetings a year and record them."),
        _("share of ties without a schedule"),
    ),
    "no_follow_up": Wording(
        _("Ties without a follow-up"),
        _("For %(without)s of %(known)s ties (%(share)s) no follow-up is recorded."),
        _("Ask each side once a season what came of the last meeting, and record the answer."),
        _("share of ties without a follow-up"),
    ),
    "no_outcome": Wording(
        _("Ties without an outcome"),
        _("For %(without)s of %(known)s ties (%(share)s) no outcome is recorded."),
        _("Record outcomes with their evidence; they are what the yearly report is made of."),
        _("share of ties without an outcome"),
    ),
    "growth": Wording(
        _("Ties and members since the start of the season"),
        _(
            "Ties in force: %(ties)s, before %(ties_before)s; new: %(new_ties)s, ended: %(ended_ties)s."
            " Members: %(members)s, before %(members_before)s."
        ),
        _("Open the list to see which ties are new."),
        _("ties in force"),
    ),
    "communities": Wording(
        _("Circles within the network"),
        _(
            "The members with ties form %(count)s circles that are closer within than without; the largest has"
            " %(largest)s members. The sharpness of the division (modularity) is %(modularity)s of at most 1."
        ),
        _("Look at the drawing; a member between two circles can bring them together."),
        _("sharpness of the division (modularity)"),
    ),
    "one_network": Wording(
        _("Everybody can reach everybody"),
        _("All %(members)s members hang together, directly or through others."),
        _("Nothing is to be done; keep the ties between the circles alive."),
    ),
    "everyone_tied": Wording(
        _("Every member has a tie"),
        _("None of the %(members)s members stands alone."),
        _("Nothing is to be done; see that newcomers get a tie in their first season."),
    ),
    "undefined": Wording(
        _("Not defined: %(measure)s"),
        _("The measure “%(measure)s” has no value here, which is not the same as zero: %(reason)s."),
        _("It will be computed as soon as the records allow it."),
    ),
}

MEASURES: Mapping[str, Words] = {
    "density": _("density"),
    "mean_degree": _("partners per member"),
    "degree_gini": _("inequality of the number of partners (Gini)"),
    "same_field_share": _("share of pairs within one field"),
    "same_region_share": _("share of pairs within one region"),
    "reciprocity": _("reciprocity of confirmation"),
    "betweenness": _("bridging role of members"),
    "max_core": _("depth of the core"),
    "modularity": _("sharpness of the division (modularity)"),
    "algebraic_connectivity": _("cohesion of the whole (algebraic connectivity)"),
    "algebraic_connectivity_largest": _("cohesion of the largest part (algebraic connectivity)"),
    "balance": _("distance of ties from the regions’ share of members"),
    "objective": _("ties with an objective"),
    "agreement": _("ties with an agreement"),
    "schedule": _("ties with a schedule"),
    "follow_up": _("ties with a follow-up"),
    "outcome": _("ties with an outcome"),
}

RUNGS: Mapping[str, Words] = {
    "objective": _("with an objective"),
    "agreement": _("with an agreement"),
    "schedule": _("with a schedule"),
    "follow_up": _("with a follow-up"),
    "outcome": _("with an outcome"),
}

UNDEFINED: Mapping[str, Words] = {
    "no_members": _("the network has no member"),
    "one_member": _("the network has a single member"),
    "two_members": _("the network has only two members"),
    "no_ties": _("the network has no tie"),
    "no_value_known": _("no pair is known on both sides"),
    "none_confirmed": _("no side has confirmed any tie"),
    "none_known": _("nothing is recorded of it"),
    "not_converged": _("the computation did not settle"),
}
