select to_regclass('cameleer.rejects_by_reason') is not null
