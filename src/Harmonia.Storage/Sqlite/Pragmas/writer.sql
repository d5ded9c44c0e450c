pragma journal_mode = wal;
pragma synchronous = full;
pragma fullfsync = on;
pragma checkpoint_fullfsync = on;
pragma wal_autocheckpoint = 0;
pragma cache_size = -65536;
pragma cell_size_check = on;
pragma trusted_schema = off;
