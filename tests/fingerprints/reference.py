"""PDQ digests as the reference implementation gives them, stated by value, in the order of `model.ORIENTATIONS`.

Each entry is (quality, the eight digests). `DRAWN` holds the pictures of `vectors.waves`, by (seed, height, width):
they were put through version 0.2.8 of the pdqhash package, which wraps the publishers' C++ code. `PUBLISHED` holds
pictures of the publishers' own regression set (github.com/facebook/ThreatExchange, pdq/data), by file name, hashed
from their full-size RGB pixels.
"""

DRAWN = {
    (1, 480, 640): (
        100,
        (
            "a4184b29a92d0375b959d408e6b97ea7ea2956d6f0195ab70f9f4c0d5ba35546",
            "7bf512a2fef558263ccb5018068f2d5e560f4d1426c7cf2d3bf96408540e2eeb",
            "5145a1837c788157e40c7ea2334cc00dbf7cdc3ca54cd01d5acac6a70ef6feec",
            "2ea0f808aba0f28c699efab253da87f5035ae7fe73926587eeaccea2015b8441",
            "754d5e7cfc785620ec0c815db7ec2bf2bf7c03c3a54c0fe25aca19580ef60113",
            "59f5ad5d6ea1a6d924cb2ce7068fd2a0440fb2ab24c730d22bf99bf7540ed114",
            "2010b4d6a92dfc8ab9592bf7e2b98158ea29a929f019a5480f9fb3f25ba3aab9",
            "aea047f7aba00d73699e874d53da780b035a184173929a78eeac315d015b7bbe",
        ),
    ),
    (2, 500, 333): (
        100,
        (
            "0003f8f7447eb0dd047ef508649cf92354b6fe00ab54f505a75cf913d973873c",
            "003a5283432d008355337b9c553c506a07d52d7f3dd62ff87b5c2fecbcd3c543",
            "55561a5c512b1a7f512b5fa231c9738801e354aafe015baff20973b9cc762d96",
            "557ffa2b577caaa90166db360069fac05280a7d7698385d23e0985c6e9866fe9",
            "5556e5a3516be588552ba05d75c9ac7711f7ab55fe01a450f209ac46cc76d269",
            "002aad7e032dff7c54338463553caf9507d5d2823cd6d0077b5cd013bcd33abc",
            "00036f09047e4f2a047e0af7649c2efd54b601ffab548efaa75c26ecd96378c3",
            "557f67d6577c55d641662ed90069053f5280782a69837aaf3e097ab9e986d116",
        ),
    ),
    (3, 64, 64): (
        100,
        (
            "70291ea4b5167502dc745436b3a46bcfb3e4b6c4595c73d0f5dc73666809cc9a",
            "fe9c886aee8baba91c76290c968126e9168c5ca98bd3796cdc7e3ab96050d457",
            "a77cf40ee043df88a929fe9ca6f14165e6b11c6e0c09dd7aa089d9cc3d7c6630",
            "abf96ac0bbde010349238bb6c3d4cc4343f9f603de86d3c6892b901335057efd",
            "a77c4bf1e0432077ed290163e6f1be9ae6b1e3918c89a685a08926333d7c99cf",
            "fe9c7595ee8b54561c76d6f396819916168ca3568bd38693dc7ec54660502ba8",
            "f229a05bb5168addfc7cabc9b3a41430b3e4493b595c882ff5dc8c9968293365",
            "2ac99d3fb3defefc49237c4943d433bc43d909fcce842c39812b6fec35058102",
        ),
    ),
    (4, 1000, 1504): (
        100,
        (
            "5a8951225eea18345810fffabaddea74bcf8d42a9a00dd3ebe68ba75aa55800b",
            "52aab80542dbaba9eaeb398df2fb0805f2af6adba0a94acbb3ac4a433124d372",
            "0ffcff800bbf90de08015555ef88405eeaad5f008ffe7514abad105fff802a21",
            "07ff0287078e0103bfbe8227a7aea22fa6aac03175fce061e6f9e0e9647179d8",
            "0fdc007f0bbf08210801aaaaef88ba21eaad803f8ffe886babadef20ff80d55e",
            "52aa47d2429b5456eaebc672e2ebe67af2aa9524a0a9b534b3acb5bc31242c8d",
            "5aa9aad55eeac68b5d540000badd140bbef82a559aab2241bef8458aaad57ff4",
            "07ffed50078efefcbfbe24d8a72e4410a680278e75dc1f96a6d9131664518207",
        ),
    ),
    (5, 91, 37): (
        80,
        (
            "bf7ca155bf7840898755c1553ef840837eb8a5571e524083bf7ca15781453ef8",
            "211b40852318f79cf79cf7bc47dcb91b46c4bb1af7dcbb98e6dc991b50210803",
            "ea290bffea29e823ea004bfd2badea212bed07fd0a07ea29ea290bfdd4109452",
            "ec6efe6feeed5d56aae95516baa913b19b911190a2a91112b38933b10574a2a9",
            "eaa9f400ea2d57dcfa80f4026bad15de2bedf802eb2715d6ea29f402d4106bad",
            "b91bbd1abb980003ffbc0043effc46c446c444c5f7dc4447e6dc46e45021f7fc",
            "1d7c5eaabd781d7601551ea83ef8bf745eb802a80402bf7cbf7c5ea88145c107",
            "ec4e1590e2cda2a9a2a9aae9aaa9ec4e1391ee6fa289eeedb289cc4e01745d56",
        ),
    ),
    (6, 720, 1280): (
        100,
        (
            "d550854684069011d55579b9d1716ecec64f7aa9d51e7aa9d1394aafce4f2596",
            "afffdaab5004cb2d5003bcf654838b7c50009ef75309cb7c50ab3cf234f24b8b",
            "80452ffcd55b3bfb8000d39b8464cce49b7ad1c3954bd183846ce8e59b9a8fbc",
            "faaa70510551658705d6367c05d675f60555b4fd06dc71d625fe965861a7e521",
            "8045d113d55bc55480003fed84243b9b9b7a6ffc854b6ffc846c1ffa9b1a70c3",
            "afff2554500434f251876329548374f35557f3ec538d748374abc30d34f2b474",
            "d5507ab984066eeed5558646d1719131c64f8556d55e8556d139b550ce4fda69",
            "faaa8ffe05519e780556e9a301d6ce290555cb82065c9e2905fe69a761a71ede",
        ),
    ),
}

PUBLISHED = {
    "aaa-orig.jpg": (
        100,
        (
            "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22",
            "a5f0b457a49995e8c1065c275aaa54d8b61ba49df8fcfc0383c32f8b0bfc4f05",
            "adad5a64b5a102e55b62a08856dacd5ae63b847fc337b4b766b319361bc93188",
            "30a10efd71c83f429013d48d0ffffc52e34e0e17ada952a9d29685211ea9e5af",
            "0dad2599b1a1bd1a5362576752da32a5e63b7380c2374b4866b346c91bc9ce77",
            "a5f04ba8a4996a17c906a3d85aaaa927b61b5b42f8fc03fc87c3d0740bfcb0fa",
            "f8f80f31e0f457b00637f5d5028f980fb36ed12a9622e1e233e64c634e9c64dd",
            "f0a5e102f1ccc0bd945308720fff038de34ef1e8ada9a956d2967ade5ea91a50",
        ),
    ),
    "blur-a-little.jpg": (
        100,
        (
            "f8f8f0cee0f4a84f06370a2a038f63f0b36e26d596621e1d33e6b39c4e9c9b22",
            "a5f0b457a48995e8c1065c275aaa54d8b61ba4bdf8fcfc0383c32f8b0bfc4f05",
            "adad5a64b5a102e55b62a08056dacd5ae63b8c7fc337b4b766b319361bc93188",
            "30a10efd71c83f429013d48d0ffffc52e34e0e17ada952a9d29685211ea9e5af",
            "0dad2599b1a1bd1a5362576752da32a5e63b7380c2374b4866b346c91bc9ce77",
            "a5f04ba8a4996a17c946a3d85aaaa927b61b5b42f8fc03fc83c3d0740bfcb0fa",
            "f8f80f31e0f457b00637f5d5028f980fb36ed12a9662c1e233e64c634e9c64dd",
            "f0a5e102f1ccc0bd941308720fff038de34ef1e8ada9a956d6967ade5ea91a50",
        ),
    ),
    "bridge-2-rotate-90.jpg": (
        100,
        (
            "30a10efd71cc3d429013d48d0ffffc52e34e0e17ada952a9d29685211ea9e5af",
            "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22",
            "a5f0b457a49995e8c1065c275aaa54d8b61ba49df8fcfc0383c32f8b0bfc4f05",
            "adad5a64b5a102e55b62a08856dacd5ae63b847fc337b4b766b319361bc93188",
            "a5f04ba8a4996a17c906a3d85aaaa927b61b5b42f8fc03fc87c3d0740bfcb0fa",
            "f8f80f31e0f457b00637f5d5028f980fb36ed12a9622e1e233e64c634e9c64dd",
            "f0a5e102f1ccc0bd945308720fff038de34ef1e8ada9a956d2967ade5ea91a50",
            "0dad2599b1a1bd1a5362576742da32a5e63b7380c2374b4866b366c91bc9ce77",
        ),
    ),
    "bridge-5-flipx.jpg": (
        100,
        (
            "f8f80f31e0f417b20e37f5cd028f980fb36ed02a9662c1e233e64c634e9c64dd",
            "f0a5f102f1ccc0bd9c1309720fff018de34ef1e8ada9ad56d2967ade0ea91a50",
            "0dada599b1a1bd1853625f6752da32a1e63b7280c2374b4866b366c91bc9ce77",
            "a5f05aa8a4896a17c906a2d85aaaab07b61b5b42f8fc07fc87c3d0741bfcb0fa",
            "adad5a64b5a142e75b62a09857da895ae63b847fc23794b766b319361bc93188",
            "70a10efd71cc3f429413d48d0ffffc12e34e0e17ada952a9d29684210ea9e5af",
            "f8f8f0cce0f4e84d0e370a32028f67f0b36e26d596621e1d33e6b39c4e9c9b22",
            "a5f0a457a48995e8c9065c275aaa5498b61ba4bdf8fcf80387c32f8b1bfc4f05",
        ),
    ),
    "bridge-7-flip-plus-1.jpg": (
        100,
        (
            "f0a5e102f1ccc0bd945308720fff038de34ef1e8ada9a956d2967ade5ea91a50",
            "0dad2599b1a1bd1a5362576742da32a5e63b7380c2374b4866b366c91bc9ce77",
            "a5f04ba8a4996a17c906a3d85aaaa927b61b5b42f8fc03fc87c3d0740bfcb0fa",
            "f8f80f31e0f457b00637f5d5028f980fb36ed12a9622e1e233e64c634e9c64dd",
            "a5f0b457a49995e8c1065c275aaa54d8b61ba49df8fcfc0383c32f8b0bfc4f05",
            "adad5a64b5a102e55b62a08856dacd5ae63b847fc337b4b766b319361bc93188",
            "30a10efd71cc3d429013d48d0ffffc52e34e0e17ada952a9d29685211ea9e5af",
            "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22",
        ),
    ),
    "high-contrast.jpg": (
        100,
        (
            "f8f8f0cee0f4a84f06370a2a068f67f0b36e26d596621e1d33e6339c4e9c9b22",
            "a5f0a457a49995e8c1065c275aaa54d8b61ba4bdf8fcfc0383c32f8b0bfc4f05",
            "adad5a64b5a102e55362a08053dacd5ae63b8c7fc337b4b766b399361bc93188",
            "b0a10efd71cc3f429013d48d0ffffc12e34e0e17ada952a9d29685210ea9e5af",
            "8dad2599b1a1bd185362576752da32a5e63b7280c2374b4866b366c91bc9ce77",
            "a5f44ba8a4996a17c146a1d85aaaab27b61b5b42f8fc03fc83c3d0740bfcb0fa",
            "f8f80f31e0f417b00637f5d5028f980fb36ed12a9662e1e233e64c634e9c64dd",
            "f0a1e102f1ccc0bd94130b720fff018de34ef1e8ada9a956d6967ade5ea91a50",
        ),
    ),
    "q0003.jpg": (
        3,
        (
            "54a9f7c321d1443c43ba566e21d4a13989a3553f1472611cbbc5fda59e03b677",
            "54dac901364ed13e55df8132195e3e8bbfdfb37cdcb06e24c805430819b6f49a",
            "01fc0d685484e69614effcc474010b93dcd6ff954127cbb6ee90570f4b541cdd",
            "418f6bab631d7b92108f2b984c0b942bea8c99dedde5c4ae9d50e9a24ce75e30",
            "01fcf2b77484196956ef033b7481f46cdcf6006a41373449efd0a8f2db56eb22",
            "14d836fe16482ec545db7ecd115ec176bdd9cc83c83091dbc805bcf719b40b65",
            "54e9d83d21d1bbe343baa9b121d45ec689a3aac014729ee3bbc53adabf834988",
            "418fdc54631dc46f008ed4674c0b6bdcea8c66299de53b719d50165d4ce3e1cf",
        ),
    ),
    "q0291.jpg": (
        100,
        (
            "a0fe94f1e5cc1cc8dd855948498dc9243f7ca27336f036d7f212b74bc103c9a7",
            "bc1a7a5ef5a909e94ad42de155a97ad2ad64a1a194b495ad63d1fec4d50a1f02",
            "f5ab3e5bb099b66288d0f3e21cd8638e6a2908d963a59c7da7471de19456630d",
            "e94fd0f4a0fca3535f81874b00fcd078fa310f0bc1e13f0fb684546ea15fb5a8",
            "f5abc9a4b09b499d88d00c5d1cd89c736a29f72663a57382a757e21e94569cf2",
            "bc1a85a1f5a9f6164ad4d21e55a9852daf645e5e94b46a52e3d1013bd50ae0fd",
            "a0f66b0ee5cce337dd85a6b7490d36db3f7c5d8c36f0c928f21248b4c1033658",
            "e94f2f0ba0fc5cbc1f8178b400fc2f87fa31f4f4c1e1c0f8b684ab91805f4a57",
        ),
    ),
    "q2821.jpg": (
        100,
        (
            "b150231ffae4710ffcf4f18bb574b109a576f14bb8543189f8743289f174b109",
            "fabe291eaaaaea0a7d6d5fd5355182827940ffbf3fdb9fff000023ef01910000",
            "e405c9b5afb1dba5a9a55b25e0211ba3f023dbe1fd819b27ada19823a6215ba3",
            "afebc3b5ffff40a02838f57f6006282c2c3d55156a8e355555558d5554c4aaaa",
            "e405766aafb1245aa9a5a4dee021e45cf023a41efd816cdcada167fea621e4dc",
            "fafed6e1aaaa15f57d7da02a35537d79796900407fdf60000000dc100195ffff",
            "b1509cc0fae48ef0fcf00e70b5744ef6a5760eb4a854c672f874cc54f1740e76",
            "afeb3c4affffbf7f28280a806004d7d32c14aaea2a8acaaa55557aaa54c05555",
        ),
    ),
    "shrink-a-little.jpg": (
        100,
        (
            "f8f8f0cee0f4a84f06370a22038f67f0b36e2ed596621e1d33e6339c4e9c9b22",
            "a5f0b457a48995e8c1065c275aaa56d8b61ba49df8fcfc0383c32f8b0bfc4f05",
            "adad5a64b5a102e55b62a08856dacd5ae63b847fc337b4b766b319361bc93188",
            "30a10efd71c83d429013d48d0ffffc52e34e0e17ada956a9d29685211ea9e5af",
            "0dad2599b1a1bd1a5362577742da32a5e63b7380c2374b4866b346c91bc9ce77",
            "a5f04ba8a4996a17c906a3d85aaaa927b61b5b42f8fc03fc87c3d0740bfcb0fa",
            "f8f80f31e0f457b00637f5d5038f980fb36ed12a9622c1e233e64c634e9c64dd",
            "f0a1e102f1ccc0bd945309720fff038de34ef1e8ada9a956d2967ade5ea91a50",
        ),
    ),
    "square-256x256.jpg": (
        100,
        (
            "d8f8f0cec4f4a84f0637022a078f67f0b36e2ee5b6621e1d33e6239c4e9c9b22",
            "a5f0b45706a995e8c5067e274aaa16d8b61ba4bdb8bcfc0383c32f8b0bfc4f05",
            "8dad5b6499a102e55b62a88072dacd5ae63b845fe337b4b766b399361bc93188",
            "f0a11ef951e83d421053d40d0fffbc72e34e0e17ada956a9d69605215ea9e50f",
            "85a9a49b91a1fd1a5362577f42da32a5e23a7b80e3364b4866b306c91bc9ce77",
            "a5f44ba806b96a17ed0681d85aaae927b61b5b42f8bc03fc83c3d0740bfcb0fa",
            "d8f80e11c4f455b00637fdd5278f980fb36ed10ab662c1e233e64c634e9c64dd",
            "f0a1e10251ecc0b990532b720fff038de34ef1e8ade9a916d6967ade5ea91a50",
        ),
    ),
}
