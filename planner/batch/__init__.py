"""A whole country: one Dask task a kabupaten or kota, kept in partitions, so that a run can go on where it stopped."""
