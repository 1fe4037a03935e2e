"""Texting the pay-link to the customer's mobile phone."""

from django.http import HttpRequest

from phone_orders.actions import texting
from phone_orders.actions.refusals import DeskRefusal
from phone_orders.forms import TextForm
from phone_orders.screen import Screen
from phone_orders.views.step import step


@step
def text_link(request: HttpRequest, screen: Screen) -> None:
    """Text the link; what is wrong with the number is told at its field."""
    form = TextForm(request.POST)
    if form.is_valid():
        try:
            texting.text_link(call=screen.call, number=form.cleaned_data["mobile"])
        except DeskRefusal as refusal:
            form.add_error("mobile", refusal.message)
        else:
            return
    screen.posted_text = form
