SELECT nextval('timebank_certificate_serial')
