"""Search over everything public: pages, records and files, by what people type, in three languages."""
