"""Sentences of the libraries we use that our catalogue says in its own words. Nothing calls this module: it
stands here so that the sentences are gathered with ours, and our translations come before theirs.
"""

from django.utils.translation import gettext_noop as _

__all__ = ["SENTENCES"]

SENTENCES = (
    _("This field is required."),
    _("The submitted file is empty."),
    _("Enter a valid email address."),
    _("Enter a whole number."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    _("Too many failed login attempts. Try again later."),
    _("Are you sure you want to sign out?"),
    _("You have signed out."),
    _("Successfully signed in as %(name)s."),
    _("This account is inactive."),
    _("The email address and/or password you specified are not correct."),
    _("Email address"),
    _("Email"),
)
