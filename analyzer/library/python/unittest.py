# unittest: a case whose assertions say what holds; what runs the cases is passed over.
from dimwright import kind, must, some_bool, unknown


def _sizes(x): return kind(x) == 'tuple' and all([kind(n) == 'int' for n in x]) or kind(x) == 'int'


class TestCase:
    def __init__(self, methodName='runTest'):
        pass

    def setUp(self): return None
    def tearDown(self): return None

    # of what is no size, values decide
    def assertEqual(self, first, second, msg=None):
        if _sizes(first) and _sizes(second):
            must('Assert/fails', first == second)

    def assertRaises(self, *args, **kwargs): return _Raises()
    def assertRaisesRegex(self, *args, **kwargs): return _Raises()
    def assertWarns(self, *args, **kwargs): return _Raises()
    def assertLogs(self, *args, **kwargs): return _Raises()
    def subTest(self, *args, **kwargs): return _Raises()
    def skipTest(self, reason): return None
    def fail(self, msg=None): return None
    def id(self): return unknown('the name of a test')
    def addCleanup(self, *args, **kwargs): return None
    def debug(self): return None
    def run(self, result=None): return None


def _holds(self, *args, **kwargs): return None
for _name in ('assertTrue', 'assertFalse', 'assertIsInstance', 'assertNotEqual', 'assertAlmostEqual', 'assertNotAlmostEqual', 'assertIs', 'assertIsNot', 'assertIsNone', 'assertIsNotNone', 'assertIn', 'assertNotIn', 'assertNotIsInstance', 'assertGreater', 'assertGreaterEqual', 'assertLess', 'assertLessEqual', 'assertListEqual', 'assertTupleEqual', 'assertDictEqual', 'assertSequenceEqual', 'assertCountEqual', 'assertRegex', 'assertMultiLineEqual', 'assertSetEqual'):
    setattr(TestCase, _name, _holds)


class _Raises:
    def __enter__(self): return self
    def __exit__(self, *args): return None


class TestSuite:
    def __init__(self, tests=()):
        pass

    def addTest(self, test): return None
    def addTests(self, tests): return None


class TestLoader:
    def loadTestsFromTestCase(self, case): return TestSuite()
    def loadTestsFromModule(self, module): return TestSuite()
    def discover(self, *args, **kwargs): return TestSuite()


class TestResult:
    def wasSuccessful(self): return some_bool('all tests pass')


class TextTestRunner:
    def __init__(self, *args, **kwargs):
        pass

    def run(self, test): return TestResult()


def main(*args, **kwargs): return None
def skip(reason): return lambda f: f
def skipIf(condition, reason): return lambda f: f
def skipUnless(condition, reason): return lambda f: f
def expectedFailure(f): return unknown('a test that is meant to fail')
