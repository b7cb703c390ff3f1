"""A model that has learnt nothing, for every test here that names it."""

from tests.support.ignorant_model import model_file as model_file
from tests.support.ignorant_model import tensors as tensors
from tests.support.ignorant_model import weights as weights
