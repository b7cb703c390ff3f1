"""A model that has learnt nothing and a socket, for every test here that names them."""

import socket

import pytest

from tests.support.ignorant_model import model_file as model_file
from tests.support.ignorant_model import tensors as tensors
from tests.support.ignorant_model import weights as weights


@pytest.fixture
def engine_socket():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bound:
        bound.bind(("127.0.0.1", 0))
        bound.settimeout(60.0)
        yield bound
