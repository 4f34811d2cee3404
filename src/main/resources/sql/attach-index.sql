alter index {schema}.{index} attach partition {part}
