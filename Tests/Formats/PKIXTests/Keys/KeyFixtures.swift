/// Keys that OpenSSL 3.0 made for these tests and that are used nowhere else.
enum KeyFixtures {
    /// `openssl genrsa 1024`
    static let pkcs8 = """
        -----BEGIN PRIVATE KEY-----
        MIICeAIBADANBgkqhkiG9w0BAQEFAASCAmIwggJeAgEAAoGBAMa/7eXAkzI9T3Nf
        vJtohqLb23zfFdZEL15OAt41M7uIkFxr9cM6esaJPG+VfoGpCKnRuIyxQXQZecbi
        40gOfVtRwTfLmr3zPiRuT6Y+ntFTg0aInWbLaC25xw5UG1Zm2C9gd6CMLqfWdCRk
        TbxkISsBwPgps3osfnECM3Fz1x4tAgMBAAECgYEAhPTsbuBvGBLPzbzj7Yr1VomB
        wX1znE0s6weA/6nTm8b12/4VAK9kZuBz36nAYXj05LX5oZUK1mIchyJNLW0UCg6l
        4KW3k0OlzYdkOC2vcyKqGLe4XZ/1Qds+W+cIDjFMuQHG/AjQkd5iIjGk9F0OFIbu
        zV+O/JIWJZlJtfLcL4ECQQDxGXRsZqr6Ys79TbdSGOehC1vTOGFkeZVGskGuaLgC
        Vg5jHUtCXMbQGbvX2UPWv2x8P0kfmux174ZWi4TF2P7dAkEA0whwtB1ykEJ7Nrj+
        PxREPQM4HQh/bT6suFsMot8wCVSa5YF92Sffvw6f4bkjpqasB2KGNcJMATakasx4
        azofkQJAOxT9zsKqC4nDJ5ev4NJxkKlz6yLZ2wFgb16ncdH/pbLo+6jmFHEf10c3
        HQIE+c8XCquHg9M3Nv9ncDXoZ4NxkQJBAL8hOdIniYcWbznUupCu7k7EB6Jj++UZ
        ip09+WfZ9Eu/ELskWLLA5mjH+g4Z/CwHcG8P0LYHz4aZ0rfXkIitD8ECQQClqqnn
        ZizRKuw5yLJ7aX9KJ4mVrxJxlQRRArVmSy/U5LL2HQ6TVCAAAMKZoAq/koN5BeVR
        kMkc0GyUiC3Q0Bvl
        -----END PRIVATE KEY-----
        """

    /// The same key: `openssl rsa -traditional`
    static let pkcs1 = """
        -----BEGIN RSA PRIVATE KEY-----
        MIICXgIBAAKBgQDGv+3lwJMyPU9zX7ybaIai29t83xXWRC9eTgLeNTO7iJBca/XD
        OnrGiTxvlX6BqQip0biMsUF0GXnG4uNIDn1bUcE3y5q98z4kbk+mPp7RU4NGiJ1m
        y2gtuccOVBtWZtgvYHegjC6n1nQkZE28ZCErAcD4KbN6LH5xAjNxc9ceLQIDAQAB
        AoGBAIT07G7gbxgSz8284+2K9VaJgcF9c5xNLOsHgP+p05vG9dv+FQCvZGbgc9+p
        wGF49OS1+aGVCtZiHIciTS1tFAoOpeClt5NDpc2HZDgtr3Miqhi3uF2f9UHbPlvn
        CA4xTLkBxvwI0JHeYiIxpPRdDhSG7s1fjvySFiWZSbXy3C+BAkEA8Rl0bGaq+mLO
        /U23UhjnoQtb0zhhZHmVRrJBrmi4AlYOYx1LQlzG0Bm719lD1r9sfD9JH5rsde+G
        VouExdj+3QJBANMIcLQdcpBCeza4/j8URD0DOB0If20+rLhbDKLfMAlUmuWBfdkn
        378On+G5I6amrAdihjXCTAE2pGrMeGs6H5ECQDsU/c7CqguJwyeXr+DScZCpc+si
        2dsBYG9ep3HR/6Wy6Puo5hRxH9dHNx0CBPnPFwqrh4PTNzb/Z3A16GeDcZECQQC/
        ITnSJ4mHFm851LqQru5OxAeiY/vlGYqdPfln2fRLvxC7JFiywOZox/oOGfwsB3Bv
        D9C2B8+GmdK315CIrQ/BAkEApaqp52Ys0SrsOciye2l/SieJla8ScZUEUQK1Zksv
        1OSy9h0Ok1QgAADCmaAKv5KDeQXlUZDJHNBslIgt0NAb5Q==
        -----END RSA PRIVATE KEY-----
        """

    /// `openssl genrsa -primes 3 2048`
    static let multiPrime = """
        -----BEGIN PRIVATE KEY-----
        MIIE8wIBADANBgkqhkiG9w0BAQEFAASCBN0wggTZAgEBAoIBAQDBtPl1J64Q/LUd
        RzexNPj4ftpJYJbm4n/ToPUI2bvaOkpki9wZD/0ppd3LPH2GuzUZI2SyO6HlF+Ij
        V3SiEfS9Tm4QKeq7mjOwFBxNN78wf+qTcXUuACgCWavh/Pl2FTNnICBQwYhVZUbD
        +0u1FXBoLzw/yIh1W9B/BCSLcfSOIP0tDqpB7cvW4Jw8UpWkMgvTmyD0LarPyvSN
        5bOnSc8y4CPspMttI+wQNiZRqM/E15Ab8tiC3vwzAJ7SY403f94FcghBjUUE+Nrb
        Yq3XzyWTOoyJt1vxP0bql6SHInFDMYCWFQOKZpb5o9nrZz1arzacSWT+B2Ays1GJ
        CiCweT5/AgMBAAECggEBAJ2aa2TgtgVoNsvth+iMWw2D2ILfLagJHUvIp9VdojP6
        PVD1YkyZ77cVFxIm01LtulQLsgA5+Iz3E60BmQnMZj4oM/C+yhd9bRSUKDrDYrFJ
        QkhYhahkW7Sqacy6FVktOVWosOrTGUpezdjp0E3ffJnRKLMD/tfbMMWGd8cu4iQv
        xDESGNNv6+YfncmPTPCDMOb5RPMExnspAWWonQwSfwZFbm8XjJjMzmDogN4O72Bc
        p0lOBgGY7aNtegCN/958rVbz9SEk37OgaIZZVlIUk8SpJzn1acjw5YM9ikzFaAVq
        Ge1rThQzsifSFYtkMXtQkGIXGsxGOAnnqK6h17M/t8ECVgdav2om7OkVj7AQn3iu
        URu1hQvLaz9CIM96EulxJQg/+bis6dIVn/yrm59M3yd0o1wTseHlBqrCOhfm9p4H
        kqHc4jGMbPz59qRAvV1qibNRmhgtUDFVAlYG17sbpJzg7B4YZRWEwBMjz8UFfdlV
        9tLHJjFXnPr/IMT1lp9P9M1nDhR85uEgwF73OrnKqHSlnehaMLBWd0+VMo19Lb+m
        C9XAnV2H+vQCdsG2R1ZNtwJVUnMLfQTm+DDArxmsuUWIBxz6dUAPFyBEtb3aR0At
        6k9PTRM4RgYplIJOKZmkKrF0uNATamouVC8jGNQ3+3DqcbfeH54uPewVKVihnKbH
        GY27/VADuQJWAvs+SFYaEJpwpnpsvNGfxUvC8Zia+Ky5vBH1D9KTPlR93O/K7GCi
        mpN089L5JncLKbeJujZZ1MuPsLRkMNh9cWl8Yp1rUqL3eJxYY2ZBqU0rLAu7G9MC
        VgXZZOWKdVn9D/zRzQ2o7aLb6iJrZA9khiu2bLuaPcGpt/DcywxOl7WpSYnYX9xH
        M0mic4QKGjkMZf4s43l7rQLX+RXF6ZLGpHYl9iXUwF3fndJgYZC6MIIBDDCCAQgC
        VgPZYlLWzpPb13MHFUEULYzkQUfzDj52pJS5k+L/th4rwSk6rAJgqiU9rrOwjW7k
        4aCp1NkvCzyt5fj+1THHuHyJgS6YRqZsCKZU8d6f79iKNLlR0WOVAlYAq1hRl1Cs
        nVnFgsHLYzrYeQhw/m7HpdHQmsSAgH6mmG0qQi2O7Egp2aP7UwQE+H/TdDSy319Q
        2dxXg9iGo3gND8wK0ifW4IpQggzc7WrDeKTaZMPIUQJWAeeBM0uRVCnIvedie8Lo
        kCK5hMMy2XjCnKf/IMdLfJagoe09JejaE+Be89jpiYr+CEYsVllHYz0Alel6u90U
        bEJGdA3piWnpMKsrQ+c7jM8veetJZy4=
        -----END PRIVATE KEY-----
        """

    /// `openssl pkcs8 -topk8`
    static let encrypted = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIIC3TBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQIs5OMLtSOf7ICAggA
        MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBDUYurtS+UUj9suQSYfmA5UBIIC
        gK00M2ATHRjsY0ySCLWSUIGeqmPig8yfXB170cfaRO6dwjfXiyUioKJ2H3R19Nu8
        FiWQBAgA9m6oJCamIKtIHtZE7tbO5e16sWsqYTwc0vv1Pj57JcTbRQriWJTfsgCu
        tg+hmhoyc8oQgQT+09sxyjWzJleRGALPcpGPgX2+JcXrRKw7OF097M0GFxC2HE2e
        TrTzaiDA3fSfZd9VRg/nWOboQLqw0+VzOKYAE1OMwtNN8qSyKB4TnwIN6p1WVA/V
        fQW4MAmff4YD9J5CXOwe9FhlzUUyb2DJuEQa0Mun81fYLA+rlPoGjjGmxA7ocA7O
        M/xXcpinHTC/mTUQCk6VyGXVLky25ETivvJ3JPtyjsiiQk+N4gEjh1nTKbizw43u
        1IwXhJUN81fYl/GI2iG00ube2mg6wo86kNitgyfXgah7pFJsjgEWmzqzdGL1RUs7
        oOMjBpe0kRUG2xoY0WoWal3Iehob3hz2L68+uxmkOB3230WmJ/6LIcvn9VSgBMPW
        0ZOly0cOLW3gTfkkKOYRBxTPoAs0fMG2x7mXlURqBcdLBujDZE4mG6uheTiwsqag
        TSj+22OX9Wd3bxs6Mb33fQviAsK0hAVM79P/fNfwOFWfzGJxeaK0bryuw5cuspyM
        mh5MUXN5yI38cCbd9mWqfFOuBcQsg08NK+bxf7+yWM6Qd6xdPsalY11iYglts+rH
        VcyI4fKJ7QPzlHnpdGc/wDwjGGkstmRr4N1EcF/uOyqZlHzC0gTyiVa+STeb/JQW
        q/9X7E2XtNium2tb4VgVCKHzFrXaeSfjaaOd63eKcjd0cfIcBdgKfvvYNdNIqFJb
        Q30uNhNQ0cWhS/TTgO5vgRM=
        -----END ENCRYPTED PRIVATE KEY-----
        """

    /// `openssl rsa -traditional -aes128`
    static let encryptedInOldFormat = """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,106BDE6036E371F3BB88A76FEDDFF4A7

        FOeJiCnBBTkm86C5xpC5Def1AENMCTLEIurMN/N6bpnzigShNmR3RUxf6TYbuiEx
        Ix4d/0G/h5hneaLsCwHgH+FoTJ3T6N9kQi9pUtnQSzwRE7pBU39yEmRZFQYcdgNT
        YJW4Cpv/R2tKlWFwF13NxkwtylVcPR1YTcqDReEt0TRmqSCR5vb7QPYIFmmawNx5
        bcdvW74/PS/Q+PsPooEAc+3uRKM6tRqKhToqyNXJjSG1bLmQsCOQHnrVHZAWcW0n
        IUMwKlcmfJah8eAYCBRYtSzK49L0zQf1W3zvfe07dCzgy/uK0iOfOTSnk2IDy1Gn
        JAsITpG0/7l+PU6owxbPe2V/zoTRJh3aQ3rjubgUTUXw4ITXKZVYma507WsbusOh
        CiVNuHZ7qWRsbggTpPy83DYpozwOzZ2ysID9aL6K/rvxEafAmAwwRQm3fMSprMTU
        3vaz/JOw2ZLNbLF4GjAm+T3pjug6YTwVzvRhrUJcLas1IpCy81DZeyLsVOuvJqD9
        qQhVlkaiZLSYNVmOd680CHXFkWUko4avCl0EpN3WxmyP8yim01jlRLQPIup0zXNB
        T/odLu3G85j0uTVBYCLQ2AcA6p6PUi1bSnL7SFeNS3sEU5hHM5Tlsen+C9MtCJmo
        rx8mLTz7SHCy3xLqmbWeWEdCfTNK7T1y8JC+LfBIqUVJHdDkKGdRQmUCtiO5gxlY
        uNt26HjMBTBQM6Rgn2gUK0dub6FzVtX2p8JzVm56gsE1QmKZdmpAwX8jUUW6fDyS
        fJ9ewLKhvtJtS5/195d6CEJDP7XIwURKsi5KUfIGzIYwOBN5D+c1JaZCSKApq+Ay
        xH7y1HWXOtqDW/FW4i+v8hqolcO2KgpeFDeQudK2N0rQ6Iekr/j7GZDI8lF73+0E
        3bcppq1CGRw7/yFPsgwxegfuZVLCu0RaLDg2klNwtVI6QuFZRubOuOUF1u5Cnc45
        2N+GFEvpdbYxq+fK8mkNx6mlhybTnvQCisIsrFQB3+Mi40iZqKmDeVD28myA8+fj
        x7nXFaVaAAsbkfc2/HkfZqxeNcKrCoJfa5QsOluTdioc9WngR6V8bcxvNdO0r6Y7
        kwQRLkMqCOsG7LWAwQwagwYz2lOfbmXPuDR5lf3kTiKhEs+YNbckW3E7SOVck0cw
        VI797CYyorD6dPF4bVrwWClevkLS1jCzmPrvPk1HQODYrCEWmB2cFEs5yuGga/Nv
        JHV4x+R+jkRRcGbVl9ZiMsw8kS/h7tRsdEMvnqT5epFa2XfSjchgDZ/DOXhMNjAn
        oV8FGCQzRdFXcjgt9OAUTbTR1UB4Rcxv6ae2cf2lHXSDxe7GMou8indfGZXSxmKZ
        JdJHTarmyHuUlS50fw7YtchQsqFDA0CUEkU0qYnm/nfKDZxqN8aqwJ+bi88aUH75
        L+naiEX1YU5trtGVq4/6tzL6zHQtGdyv1bkJL5BUYleDG+vkBAH8nS0KNIKGji3j
        6l+u+87bH7REMmfASf/axekYytlrzmh2q2HFoHJHpq3q2Dx/+jZwNS4xM6a7mpPl
        L6LcRGK8OkW1jr9jKXsj4Cx1yZsOIrvv14mrCNZYN4Oz+tN2XG8RXDJppTwwXJkd
        -----END RSA PRIVATE KEY-----
        """

    /// `openssl genpkey -algorithm ed25519`
    static let ed25519 = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIIZZ+0HFIfFY07zWI6GR1RmKG539BTk7OFOc3UtoDvP1
        -----END PRIVATE KEY-----
        """

    /// `openssl ecparam -name prime256v1 -genkey`
    static let ec = """
        -----BEGIN EC PARAMETERS-----
        BggqhkjOPQMBBw==
        -----END EC PARAMETERS-----
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIPzCmlR23Qiy2Vmn1DDUodsJe+faeesQ8tHARbX+uzomoAoGCCqGSM49
        AwEHoUQDQgAE4fCbKVukS6BXvsJvhLfuFxIoj8rJ95c78OyFmp0NXw4IsXXvuOnA
        E6/86mbq28Ug6vs67BGg6hTAJ3YoQZFBXw==
        -----END EC PRIVATE KEY-----
        """

    /// `openssl genpkey -algorithm rsa-pss`
    static let pss = """
        -----BEGIN PRIVATE KEY-----
        MIICdAIBADALBgkqhkiG9w0BAQoEggJgMIICXAIBAAKBgQCgAFNXq/EDYbpP9A7i
        0Ix6Axx4cCV1szkbkQOjpS27Pkz16vMI2y8/FCwWwl5DGqVLjWb7AavvHjarXwGz
        ZvxJ4ZJxsWsDkq3/SoDzUK6q4pUvuJOIrWZR0Pylz9gqI1pWa5/T0OzWqf3neOc9
        a5U3hrq7yZyu38NAFp/KR7HCPQIDAQABAoGAMaaINk+L9eGwwDjbGbVfskke35zl
        cvXPxeclOvX6D/3QQgvLqTbjHW70E4fzWl19Z8mUaFXndcdpbZqI25Qcu47GWs7b
        H++kV1autaD7fXxAqtuY4jAIAMz5akzcmDrFq4+7awCA/xpZ5N9ODGENm2wuGl6N
        8z5GIRZsc2+s750CQQDS3jKiNvLcO3wu5eHDfGWVHGpkFF4G4rKbVrXZzC4m/GKt
        zxDpgt5LL6XUyyU1fRUrkhLFWbzx0q6chrKOsRGXAkEAwj8O665ibHPCMrQz4fL8
        SJK5xWNjSNHu7dGm0mylRplc3tirfdBqWW5CISVzjDvAgB9zmRJSD3TjPa6TXzid
        SwJAfs52XoxywbPX+w/tEzTUlbXv2N1Sqgtb4wRi+WXK/1DZOrKB9hrn+QjfTbcY
        WjEtMPV36kwLztSmgqSR7jNXYwJBAJZBfwIyT7JCzRq5qFSEyEA/N3KH0fo3YlIW
        Vav6HNMCuQMsqWNWP53UG1VWig4U/nBdY+cpc86/BTTmgNssiQcCQEDbot+n0cFX
        TITTFkt3LzGhIBcHQbHSUT9i6DIBY8lXZ6ffLoxV/baHkhb/faWVIIiT/SuYL0EM
        UnM2qeEUwxU=
        -----END PRIVATE KEY-----
        """
}
