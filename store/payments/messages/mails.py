"""What the mails to customers say."""

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from store.amounts import written, written_minor
from store.markets import MARKETS
from store.payments.models import PayLink, Refund
from store.saleor.client.fragments import MailedLine, MailedParcel, PlacedOrderLine, TaxedMoney
from store.saleor.client.order_for_mail import OrderForMailOrder
from store.saleor.client.order_parcels import OrderParcelsOrder

DIGITAL_CONSENT = "digital_consent"  # key of a basket's and an order's metadata


@dataclass(frozen=True)
class Row:
    """A line of a mail: what, how many, and the amount as people write it."""

    name: str
    amount: str


def refund_mail(refund: Refund) -> None:
    """Tell a customer how much money is on its way back, and why."""
    payment = refund.payment
    if not payment.email:
        return
    context = {"payment": payment, "refund": refund, "amount": written_minor(refund.amount, payment.currency)}
    template = "payments/mail/refund.txt" if payment.order_id else "payments/mail/refunded.txt"
    subject = (
        f"A refund for your order #{payment.order_number}" if payment.order_id else "Your payment has been refunded"
    )
    EmailMessage(subject=subject, body=render_to_string(template, context), to=[payment.email]).send()


def failed_refund_mail(refund: Refund) -> None:
    """Tell a customer, who was told that money is on its way back, that it did not arrive."""
    payment = refund.payment
    if not payment.email:
        return
    context = {"payment": payment, "amount": written_minor(refund.amount, payment.currency)}
    about = f"Your refund for order #{payment.order_number}" if payment.order_id else "Your refund"
    body = render_to_string("payments/mail/refund_failed.txt", context)
    EmailMessage(subject=f"{about} did not arrive", body=body, to=[payment.email]).send()


def order_mail(order: OrderForMailOrder, *, address: str) -> None:
    """Confirm an order: what was bought, where it goes, what happens next, and the link to its page."""
    if not order.user_email:
        return
    gross = order.display_gross_prices

    def shown(price: TaxedMoney) -> str:
        return written(price.gross if gross else price.net)

    sums = [Row("Subtotal", shown(order.subtotal))]
    if order.is_shipping_required:
        sums.append(Row(f"Delivery, {order.shipping_method_name or 'to be agreed'}", shown(order.shipping_price)))
    if not gross:
        sums.append(Row("Sales tax", written(order.total.tax)))
    sums.append(Row("Total", written(order.total.gross)))
    if gross and not order.total.tax.is_zero:
        sums.append(Row("of which VAT", written(order.total.tax)))
    context = {
        "order": order,
        "address": address,
        "lines": [Row(f"{line.quantity} × {_name(line)}", shown(line.total_price)) for line in order.lines],
        "sums": sums,
        "has_digital": any(not line.is_shipping_required for line in order.lines),
        "digital_consent": any(entry.key == DIGITAL_CONSENT for entry in order.metadata),
    }
    mail = EmailMultiAlternatives(
        subject=f"Your order #{order.number}",
        body=render_to_string("payments/mail/order.txt", context),
        to=[order.user_email],
    )
    mail.attach_alternative(render_to_string("payments/mail/order.html", context), "text/html")
    mail.send()


def cancellation_mail(order: OrderForMailOrder) -> None:
    """Tell a customer that an order is cancelled, and what becomes of money that was paid for it."""
    if not order.user_email:
        return
    is_paid = order.total_charged.fractional_amount > order.total_refunded.fractional_amount
    body = render_to_string("payments/mail/cancelled.txt", {"order": order, "is_paid": is_paid})
    EmailMessage(subject=f"Your order #{order.number} is cancelled", body=body, to=[order.user_email]).send()


def parcel_mail(order: OrderParcelsOrder, parcel: MailedParcel, *, address: str) -> None:
    """Tell a customer what of an order is on its way, and what of it is open to them now."""
    if not order.user_email:
        return
    lines = [(line.quantity, line.order_line) for line in parcel.lines or [] if line.order_line]
    context = {
        "order": order,
        "parcel": parcel,
        "address": address,
        "sent": [f"{quantity} × {_name(line)}" for quantity, line in lines if line.is_shipping_required],
        "opened": [f"{quantity} × {_name(line)}" for quantity, line in lines if not line.is_shipping_required],
    }
    about = "is on its way" if context["sent"] else "is ready for you"
    body = render_to_string("payments/mail/parcel.txt", context)
    EmailMessage(subject=f"Your order #{order.number} {about}", body=body, to=[order.user_email]).send()


def _name(line: PlacedOrderLine | MailedLine) -> str:
    """Leave out the variant where it says nothing: the only one of its product carries its SKU as a name."""
    said = line.variant_name in ("", line.product_name, line.product_sku)
    return line.product_name if said else f"{line.product_name}, {line.variant_name}"


def link_mail(link: PayLink, *, email: str) -> None:
    """Send the address on which an order taken by phone is paid."""
    context = {
        "link": link,
        "time_zone": MARKETS[link.channel].time_zone,
        "amount": written_minor(link.amount, link.currency),
        "address": f"{settings.SITE_URL}{reverse('storefront:pay_link', args=[link.code])}",
    }
    body = render_to_string("payments/mail/pay_link.txt", context)
    EmailMessage(subject=f"Pay for your order #{link.order_number}", body=body, to=[email]).send()
