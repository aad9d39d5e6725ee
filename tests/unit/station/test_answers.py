"""The topics of the station's answers do not get in each other's way."""

from collections import Counter

from local.station.answers import Answers
from ocpp_gateway.outbound_routes import OUTBOUND


def test_no_two_topics_name_a_method_alike():
    """`ocpp` finds handlers by method name: the second of two alike would never be called."""
    names = Counter(
        name for topic in Answers.__bases__ for name in vars(topic) if not name.startswith("__")
    )
    assert [name for name, times in names.items() if times > 1] == []


def test_no_action_is_answered_twice():
    actions = Counter(
        method._on_action
        for topic in Answers.__bases__
        for method in vars(topic).values()
        if hasattr(method, "_on_action")
    )
    assert [action for action, times in actions.items() if times > 1] == []


def test_each_call_that_the_backend_may_send_is_answered():
    answered = {
        method._on_action
        for topic in Answers.__bases__
        for method in vars(topic).values()
        if hasattr(method, "_on_action")
    }
    assert answered == OUTBOUND["ocpp2.0.1"].keys()
