"""The page of one account: its rules, and the parts that others have to say of it."""

from __future__ import annotations

from typing import Any

from flask import Response, g, url_for

from oms.channels.blueprint import bp
from oms.channels.forms import ChannelForm
from oms.channels.models import Channel
from oms.channels.panels import panels_of
from oms.channels.queries import find_channel
from oms.channels.setting_up import change_channel
from oms.core.errors import Refused
from oms.web.auth import needs
from oms.web.htmx import leave, render
from oms.web.routes import does


@bp.get("/channels/<int:channel_id>")
@needs("settings.see")
def edit(channel_id: int) -> Response:
    channel = find_channel(channel_id)
    return account_page(channel, ChannelForm.of(channel))


@bp.post("/channels/<int:channel_id>")
@needs("settings.change")
@does(change_channel)
def change(channel_id: int) -> Response:
    channel = find_channel(channel_id)
    form = ChannelForm.of(channel)
    if not form.validate_on_submit():
        return account_page(channel, form, 422)
    try:
        change_channel(channel_id, int(form.version.data or 0), **form.said(channel), by=g.by)
    except Refused as refusal:
        return account_page(channel, form, 409, refusal)
    return leave(url_for(".index"), said=f"{channel.label} is changed.", undo=g.by.operation_id)


def account_page(
    channel: Channel, form: ChannelForm | None = None, status: int = 200, refusal: Refused | None = None
) -> Response:
    """All that there is about an account; with a refusal, what was typed is still there."""
    shown: dict[str, Any] = {
        "channel": channel,
        "form": form or ChannelForm.of(channel),
        "panels": panels_of(channel),
        "refusal": refusal,
    }
    return render("channels/edit.html", status=status, **shown)
