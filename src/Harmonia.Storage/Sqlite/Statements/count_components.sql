select count(*)
from components
