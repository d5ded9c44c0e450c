pragma query_only = on;
pragma busy_timeout = 5000;
pragma wal_autocheckpoint = 0;
pragma cache_size = -8192;
pragma cell_size_check = on;
pragma trusted_schema = off;
