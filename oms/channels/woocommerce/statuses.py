"""What WooCommerce's words for the state of an order mean here."""

from __future__ import annotations

from dataclasses import dataclass

DRAFTS = ("auto-draft", "checkout-draft", "draft", "new")
IN_THE_BIN = "trash"
UNPAID = ("pending", "failed")
WAITING = (*UNPAID, "on-hold")
KNOWN = (*WAITING, "processing", "completed", "cancelled", "refunded")

NOT_AN_ORDER_YET = "Somebody is still at the checkout: this is not an order yet."
NOT_PAID_YET = "Nobody has paid for it, and WooCommerce does not wait for the money: it comes in once it is paid or on hold."
NOT_WANTED = "It was cancelled before it came in: there is nothing to send."
KEPT_BACK = (
    "WooCommerce says “{}” of this order although it is paid. Look there, then release this if it may go."
)
OWN_WORD = "WooCommerce says “{}” of this order, a word of that shop's own. Look there, then release this if it may go."


@dataclass(frozen=True, slots=True)
class Status:
    """`word` is the API's, without `wc-`; whether it is paid and was completed is told by days of their own."""

    word: str
    is_paid: bool
    was_completed: bool

    @property
    def is_sent(self) -> bool:
        """What was completed left; if it was refunded later, then because it came back."""
        return self.word == "completed" or (self.word == "refunded" and self.was_completed)

    @property
    def is_called_off(self) -> bool:
        """All money went back, and nothing had left."""
        return self.word == "refunded" and not self.was_completed

    @property
    def stands(self) -> bool:
        """Whether it is not cancelled, or not any more: a shop may take that back."""
        return self.word not in {"cancelled", "refunded", "failed"}

    @property
    def is_open(self) -> bool:
        """Whether anything of it may still have to be sent."""
        return not (self.is_sent or self.is_called_off or self.word == "cancelled")

    @property
    def paid(self) -> bool | None:
        """Whoever completes an order by hand need not have entered its payment: then it is unknown."""
        return True if self.is_paid else None if self.word in {"completed", "refunded"} else False

    @property
    def ships_unpaid(self) -> bool:
        """`processing` is "send it": also where the money comes at the door. What is completed was sent."""
        return self.word in {"processing", "completed"} and not self.is_paid

    @property
    def kept_back(self) -> str:
        """Why it may not go though nothing is owed; empty where it may."""
        if self.word not in KNOWN:
            return OWN_WORD.format(self.word[:40])
        return KEPT_BACK.format(self.word) if self.word in WAITING and self.is_paid else ""

    @property
    def only_known(self) -> str:
        """Why it is no order for us, unless we have it already. Of checkouts that were left, and of cards that
        were tried out, there are many: none of them may keep goods from others.
        """
        if self.word == "cancelled":
            return NOT_WANTED
        return NOT_PAID_YET if self.word in UNPAID and not self.is_paid else ""
