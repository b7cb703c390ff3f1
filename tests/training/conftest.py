"""A model that has learnt nothing, for every test here that names it."""

from ignorant_model import model_file as model_file
from ignorant_model import tensors as tensors
from ignorant_model import weights as weights
