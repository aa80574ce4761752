SELECT nextval('timebank_credential_serial')
