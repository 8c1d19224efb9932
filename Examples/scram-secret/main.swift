// What PostgreSQL stores of a password, made here, so that the password does not travel.

import PostgresPKI

var random = OperatingSystemRandom()
let secret = try SCRAMSecret(password: readLine() ?? "", using: &random)
secret.text().withString { print("ALTER ROLE webadmin PASSWORD '\($0)';") }
