select data, checksum
from definitions
where hash = @hash
