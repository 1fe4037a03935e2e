"""Addresses of the desk; a call's own id stands in them, Saleor's ids never do."""

from django.urls import path

from phone_orders.views import api, call, card, entrance, orders, paying, texting

app_name = "phone_orders"
urlpatterns = [
    path("", entrance.desk, name="desk"),
    path("sign-in/", entrance.sign_in_page, name="sign_in"),
    path("sign-out/", entrance.sign_out_page, name="sign_out"),
    path("graphql/", api.graphql, name="graphql"),
    path("orders/", orders.find, name="orders"),
    path("orders/<str:token>/", orders.order, name="order"),
    path("orders/<str:token>/refund/", orders.refund, name="refund"),
    path("calls/", entrance.start, name="start"),
    path("calls/<uuid:call_id>/", call.call_page, name="call"),
    path("calls/<uuid:call_id>/products/", call.find_products, name="find_products"),
    path("calls/<uuid:call_id>/customers/", call.find_customers, name="find_customers"),
    path("calls/<uuid:call_id>/payment/", paying.payment, name="payment"),
    path("calls/<uuid:call_id>/choose-customer/", call.choose_customer, name="choose_customer"),
    path("calls/<uuid:call_id>/create-customer/", call.create_customer, name="create_customer"),
    path("calls/<uuid:call_id>/forget-customer/", call.forget_customer, name="forget_customer"),
    path("calls/<uuid:call_id>/add-line/", call.add_line, name="add_line"),
    path("calls/<uuid:call_id>/change-line/", call.change_line, name="change_line"),
    path("calls/<uuid:call_id>/addresses/", call.set_addresses, name="set_addresses"),
    path("calls/<uuid:call_id>/delivery/", call.choose_delivery, name="choose_delivery"),
    path("calls/<uuid:call_id>/extras/", call.set_extras, name="set_extras"),
    path("calls/<uuid:call_id>/place/", paying.place, name="place"),
    path("calls/<uuid:call_id>/pay/", paying.pay, name="pay"),
    path("calls/<uuid:call_id>/text/", texting.text_link, name="text"),
    path("calls/<uuid:call_id>/card/", card.pane, name="card"),
    path("calls/<uuid:call_id>/card/open/", card.open_pane, name="open_card"),
    path("calls/<uuid:call_id>/card/charge/", card.charge, name="charge_card"),
    path("calls/<uuid:call_id>/card/check/", card.check, name="check_card"),
    path("calls/<uuid:call_id>/card/close/", card.close, name="close_card"),
    path("calls/<uuid:call_id>/card/resumed/", card.resumed, name="recording_resumed"),
    path("calls/<uuid:call_id>/discard/", call.discard, name="discard"),
    path("calls/<uuid:call_id>/end/", call.end, name="end"),
    path("calls/<uuid:call_id>/resume/", call.resume, name="resume"),
]
