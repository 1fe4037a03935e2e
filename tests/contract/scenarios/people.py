"""Accounts and tokens."""

from tests.contract.playing import APP, VISITOR, Play
from tests.contract.shopping import COLUMBUS, basket, complete

SIGN_IN = """mutation In($email: String!, $password: String!) {
  tokenCreate(email: $email, password: $password) { token refreshToken user { email } errors { field message code } }
}"""
REFRESH = "mutation R($token: String!) { tokenRefresh(refreshToken: $token) { token errors { field message code } } }"
VERIFY = """mutation V($token: String!) {
  tokenVerify(token: $token) { isValid user { email } errors { field message code } }
}"""
REGISTER = """mutation R($input: AccountRegisterInput!) {
  accountRegister(input: $input) { requiresConfirmation user { email } errors { field message code } }
}"""
CUSTOMER = """mutation C($input: UserCreateInput!) {
  customerCreate(input: $input) { user { id email firstName isActive isConfirmed } errors { field message code } }
}"""
ME = """query Me {
  me { email firstName lastName isStaff isConfirmed orders(first: 3) { totalCount } addresses { city } }
}"""
ADDRESS = """mutation A($input: AddressInput!, $type: AddressTypeEnum) {
  accountAddressCreate(input: $input, type: $type) {
    address { id city postalCode countryArea isDefaultShippingAddress isDefaultBillingAddress }
    user { defaultShippingAddress { city } defaultBillingAddress { city } }
    errors { field message code addressType }
  }
}"""
PASSWORD = """mutation P($old: String, $new: String!) {
  passwordChange(oldPassword: $old, newPassword: $new) { user { email } errors { field message code } }
}"""
LEAVE = "mutation L { tokensDeactivateAll { errors { field message code } } }"
CONFIRM = """mutation C($id: ID!) {
  customerUpdate(id: $id, input: {isConfirmed: true}) { user { isConfirmed } errors { field message code } }
}"""
SECRET = "plum-tree-4711"


def _member(play: Play) -> str:
    """Register somebody and confirm them as the shop; returns the e-mail address."""
    email = play.email("mia")
    asked = {
        "email": email,
        "password": SECRET,
        "firstName": "Mia",
        "channel": "us",
        "redirectUrl": "http://127.0.0.1/c",
    }
    play.prepare(REGISTER, {"input": asked}, by=VISITOR)
    found = play.prepare("query U($email: String) { user(email: $email) { id } }", {"email": email})
    play.prepare(CONFIRM, {"id": found["user"]["id"]})
    return email


def signing_in_and_out(play: Play) -> None:
    email = _member(play)
    play.ask("a wrong password", SIGN_IN, {"email": email, "password": "wrong"})
    play.ask("an unknown address", SIGN_IN, {"email": play.email("nobody"), "password": SECRET})
    token = play.ask("sign in", SIGN_IN, {"email": email, "password": SECRET})["tokenCreate"]
    play.ask("who I am", ME, by=token["token"])
    play.ask("refresh", REFRESH, {"token": token["refreshToken"]})
    play.ask("refresh with the other token", REFRESH, {"token": token["token"]})
    play.ask("refresh with nonsense", REFRESH, {"token": "nonsense"})
    play.ask("verify", VERIFY, {"token": token["token"]})
    play.ask("verify nonsense", VERIFY, {"token": "nonsense"})
    play.ask("nonsense is nobody", ME, by="nonsense")
    play.ask("leave everywhere", LEAVE, by=token["token"])
    play.ask("who I was", ME, by=token["token"])
    play.ask("refresh no more", REFRESH, {"token": token["refreshToken"]})
    play.ask("verify no more", VERIFY, {"token": token["token"]})


def registering(play: Play) -> None:
    email = play.email("new")
    asked = {
        "email": email,
        "password": SECRET,
        "firstName": "New",
        "channel": "us",
        "redirectUrl": "http://127.0.0.1/c",
    }
    play.ask("no address to return to", REGISTER, {"input": {"email": email, "password": SECRET, "channel": "us"}})
    play.ask("a foreign address to return to", REGISTER, {"input": {**asked, "redirectUrl": "https://evil.example/"}})
    play.ask("no channel", REGISTER, {"input": {key: value for key, value in asked.items() if key != "channel"}})
    play.ask("a short password", REGISTER, {"input": {**asked, "password": "abc"}})
    play.ask("no e-mail address", REGISTER, {"input": {**asked, "email": "nonsense"}})
    play.ask("register", REGISTER, {"input": asked})
    play.ask("register again", REGISTER, {"input": asked})
    play.ask("sign in unconfirmed", SIGN_IN, {"email": email, "password": SECRET})


def a_member_keeps_addresses_and_a_password(play: Play) -> None:
    email = _member(play)
    token = play.prepare(SIGN_IN, {"email": email, "password": SECRET}, by=VISITOR)["tokenCreate"]["token"]
    play.ask("an address", ADDRESS, {"input": COLUMBUS, "type": "SHIPPING"}, by=token)
    play.ask("a wrong one", ADDRESS, {"input": {**COLUMBUS, "postalCode": "X"}}, by=token)
    play.ask("as nobody", ADDRESS, {"input": COLUMBUS})
    play.ask("a wrong old password", PASSWORD, {"old": "wrong", "new": "apple-tree-4711"}, by=token)
    play.ask("a short new one", PASSWORD, {"old": SECRET, "new": "abc"}, by=token)
    play.ask("a new password", PASSWORD, {"old": SECRET, "new": "apple-tree-4711"}, by=token)
    play.ask("still who I am", ME, by=token)
    play.ask("the old password", SIGN_IN, {"email": email, "password": SECRET})


def a_member_buys(play: Play) -> None:
    email = _member(play)
    token = play.prepare(SIGN_IN, {"email": email, "password": SECRET}, by=VISITOR)["tokenCreate"]["token"]
    given = {"email": email, "billingAddress": COLUMBUS}
    complete(play, basket(play, "us", given=given, CRS_INTRO_01=1))
    play.ask("my orders", ME, by=token)
    play.ask("orders of all", "query A { orders(first: 1) { totalCount } }", by=token)


def customers_are_made_and_found(play: Play) -> None:
    email = play.email("caller")
    asked = {"email": email, "firstName": "Cal", "lastName": "Ler", "defaultBillingAddress": COLUMBUS}
    play.ask("make one", CUSTOMER, {"input": asked}, by=APP)
    play.ask("make one again", CUSTOMER, {"input": asked}, by=APP)
    play.ask("as nobody", CUSTOMER, {"input": asked})
    play.ask(
        "a wrong address",
        CUSTOMER,
        {"input": {**asked, "email": play.email("other"), "defaultBillingAddress": {**COLUMBUS, "postalCode": "X"}}},
        by=APP,
    )
    play.ask(
        "a foreign address to return to",
        CUSTOMER,
        {"input": {**asked, "email": play.email("third"), "redirectUrl": "https://evil.example/"}},
        by=APP,
    )
    find = """query F($search: String) {
      customers(first: 5, search: $search) { totalCount edges { node { email firstName } } }
    }"""
    play.ask("by e-mail", find, {"search": email}, by=APP)
    play.ask("by nothing like it", find, {"search": play.unique("nobody")}, by=APP)
