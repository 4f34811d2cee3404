select to_regclass('cameleer.files') is null
