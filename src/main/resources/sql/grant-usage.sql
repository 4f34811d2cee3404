{granted:grant usage on schema {schema} to }{readers:{role}|, }
