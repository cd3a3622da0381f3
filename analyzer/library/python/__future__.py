# __future__: what these names switch on is so anyway
annotations = division = print_function = absolute_import = unicode_literals = generator_stop = True
